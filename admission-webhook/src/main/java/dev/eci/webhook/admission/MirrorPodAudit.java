package dev.eci.webhook.admission;

import java.util.List;
import java.util.Map;

/**
 * The image of a static pod that its kubelet shows in the API. The pod runs already, from a file on
 * the node, so nothing here can protect it: it must neither be hidden nor marked as protected
 * (ISO-8). No kubelet ever runs a mirror pod, and the annotation can be neither added nor removed
 * later.
 */
final class MirrorPodAudit {
  private static final String ANNOTATION = "kubernetes.io/config.mirror";
  private static final String KUBELETS = "system:nodes";

  private MirrorPodAudit() {}

  static boolean isMirrorPod(ReviewRequest reviewRequest) {
    return reviewRequest.kind().equals("/Pod")
        && reviewRequest.groups().contains(KUBELETS)
        && reviewRequest.object().path("metadata").path("annotations").has(ANNOTATION);
  }

  /** Admitted as it is, and what it breaks recorded. */
  static ReviewResponse admitWithAudit(Map<String, String> audit) {
    return ReviewResponse.admit(List.of(), audit);
  }
}
