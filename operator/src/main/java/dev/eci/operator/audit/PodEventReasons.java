// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.audit;

/**
 * The reasons of the operator's Events about pods. They are API, like the reasons of conditions.
 */
public final class PodEventReasons {
  /** Admission let the pod run unprotected. */
  public static final String RUNS_UNPROTECTED = "RunsUnprotected";

  /** The pod's image has a USER whose ID does not exist in the pod's user namespace. */
  public static final String ID_NOT_MAPPED = "IDNotMapped";

  private PodEventReasons() {}
}
