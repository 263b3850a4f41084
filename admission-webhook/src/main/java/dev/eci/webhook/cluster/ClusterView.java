package dev.eci.webhook.cluster;

import dev.eci.crds.read.Policies;
import java.util.Map;
import java.util.Optional;

/** What the webhook knows of the cluster right now. Answers from memory. */
public interface ClusterView {
  /**
   * Whether enough is known to decide; until then every review fails, and with it what is being
   * admitted.
   */
  boolean ready();

  Policies policies();

  /** The labels of a namespace; empty if it is not known (yet). */
  Optional<Map<String, String>> namespaceLabels(String namespace);
}
