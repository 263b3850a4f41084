// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.cache;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.pod.ClusterLookup;
import dev.eci.policy.pod.ImageVerificationRequest;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The current state of the cluster as far as reviews need it. Every method returns from memory. */
public interface ClusterView {
  /**
   * Whether enough has been read to evaluate a review. Until then the webhook denies every object
   * that it reviews.
   */
  boolean isReady();

  PolicySnapshot policies();

  /**
   * Whether containerd gives pods user namespaces on all nodes. Where it does not (containerd 1.7),
   * the kubelet rejects {@code hostUsers: false}, so the webhook does not set it: eci-runtime gives
   * each container of a protected pod a user namespace in any case.
   */
  boolean supportsUserNamespacesOnAllNodes();

  /**
   * Requests that the signatures of these images are verified. Returns without waiting for it.
   *
   * @return why an image is not verified, for users; empty if there is no reason
   */
  Optional<String> requestVerification(
      String namespace, Collection<ImageVerificationRequest> images);

  /** Volumes and nodes, as far as pods depend on them. */
  ClusterLookup lookup();

  /** The labels of a namespace; empty while the namespace is unknown. */
  Optional<Map<String, String>> namespaceLabels(String namespace);
}
