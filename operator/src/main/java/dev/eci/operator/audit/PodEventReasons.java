// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.audit;

/**
 * The reasons of the operator's Events about pods. They are API, like the reasons of conditions.
 */
public final class PodEventReasons {
  /** Admission let the pod run unprotected. */
  public static final String RUNS_UNPROTECTED = "RunsUnprotected";

  private PodEventReasons() {}
}
