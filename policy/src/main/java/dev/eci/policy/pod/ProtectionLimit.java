package dev.eci.policy.pod;

import java.util.List;

/**
 * Something that cannot be protected, or not wholly. A policy decides what follows: Required takes
 * it as a broken rule, Preferred admits it and says so on the pod.
 */
interface ProtectionLimit extends PodRule {

  /** What is to be said of a pod that is admitted all the same. */
  List<Notice> tolerated(PodFacts pod);

  /**
   * One sentence for the pod's annotation.
   *
   * @param effect what the pod has to do without
   */
  record Notice(String text, Effect effect) {}

  /** Means of protection that do not go with the limit. */
  enum Effect {
    /** The pod runs as if there was no policy. */
    UNPROTECTED,
    /** The runtime has to make the user namespace: the engine would refuse the pod. */
    NO_HOST_USERS
  }
}
