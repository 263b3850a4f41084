// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.uninstall;

/** Reasons of Events about an uninstall. They are part of the API. */
final class UninstallEventReasons {
  static final String REFUSED = "UninstallRefused";

  private UninstallEventReasons() {}
}
