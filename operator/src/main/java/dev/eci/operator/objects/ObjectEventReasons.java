// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

/** Reasons of Events about cluster-wide objects. They are part of the API. */
final class ObjectEventReasons {
  static final String REPAIRED = "Repaired";

  private ObjectEventReasons() {}
}
