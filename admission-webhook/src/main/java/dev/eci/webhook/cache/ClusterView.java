package dev.eci.webhook.cache;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.pod.ClusterLookup;
import dev.eci.policy.pod.ImageVerificationRequest;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What the webhook knows of the cluster right now. Answers from memory. */
public interface ClusterView {
  /**
   * Whether enough is known to decide; until then every review fails, and with it what is being
   * admitted.
   */
  boolean isReady();

  PolicySnapshot policies();

  /**
   * Whether the engines of all nodes give pods user namespaces. Where one does not (containerd
   * 1.7), its kubelet would refuse pods that ask for one, so none is asked for: the node's agent
   * gives each protected pod one anyway.
   */
  boolean supportsUserNamespacesOnAllNodes();

  /** Has the signatures of these looked at, some time later: this call waits for nothing. */
  void requestVerification(Collection<ImageVerificationRequest> images);

  /** Volumes and nodes, as far as pods depend on them. */
  ClusterLookup lookup();

  /** The labels of a namespace; empty if it is not known (yet). */
  Optional<Map<String, String>> namespaceLabels(String namespace);
}
