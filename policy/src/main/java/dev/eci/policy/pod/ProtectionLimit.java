// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import java.util.List;

/**
 * Something that cannot be protected, or only in part. A policy decides the consequence: Required
 * treats it as a violation, Preferred admits it and adds a notice to the pod.
 */
interface ProtectionLimit extends PodRule {

  /** The notices for a pod that is admitted anyway. */
  List<Notice> tolerated(PodFacts pod);

  /**
   * A message for the pod's annotation.
   *
   * @param effect what the pod lacks
   */
  record Notice(String text, Effect effect) {}

  /** Protections that are impossible under the limit. */
  enum Effect {
    /** The pod runs as if there was no policy. */
    UNPROTECTED,
    /** eci-runtime must create the user namespace: the container runtime would reject the pod. */
    NO_HOST_USERS
  }
}
