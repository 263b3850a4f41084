// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import java.util.List;
import java.util.Map;

/**
 * The mirror pod by which a kubelet shows a static pod in the API. The static pod runs already,
 * from a file on the node, so admission cannot protect it: the mirror pod must be neither denied,
 * which would hide the static pod, nor marked as protected (ISO-8). Kubelets run no mirror pods,
 * and the API server lets the annotation be neither added nor removed later.
 */
final class MirrorPodAudit {
  private static final String ANNOTATION = "kubernetes.io/config.mirror";
  private static final String KUBELETS = "system:nodes";

  private MirrorPodAudit() {}

  static boolean isMirrorPod(ReviewRequest request) {
    return request.kind().equals("/Pod")
        && request.groups().contains(KUBELETS)
        && request.object().path("metadata").path("annotations").has(ANNOTATION);
  }

  /** Admits the pod unchanged and records its violations in the audit log. */
  static ReviewResponse admitWithAudit(Map<String, String> audit) {
    return ReviewResponse.admit(List.of(), audit);
  }
}
