package dev.eci.webhook.http;

import dev.eci.webhook.cache.ClusterView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A namespace's labels, waiting a moment for one that was made just now: the watch is milliseconds
 * behind the API server, and people create a namespace and its first pod in one go.
 */
@ApplicationScoped
public class NamespaceLabelResolver {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration STEP = Duration.ofMillis(20);

  private final ClusterView cluster;

  public NamespaceLabelResolver(ClusterView cluster) {
    this.cluster = cluster;
  }

  /** Whether {@link #labelsOf} does not wait. */
  boolean isAvailable(String namespace) {
    return now(namespace).isPresent();
  }

  /**
   * Empty if the namespace stays unknown: without its labels no policy can be picked.
   *
   * @param namespace empty for what has none, and no labels either
   */
  Optional<Map<String, String>> labelsOf(String namespace) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<Map<String, String>> labels = now(namespace);
      if (labels.isPresent() || System.nanoTime() > deadline || !tryPause()) {
        return labels;
      }
    }
  }

  private Optional<Map<String, String>> now(String namespace) {
    return namespace.isEmpty() ? Optional.of(Map.of()) : cluster.namespaceLabels(namespace);
  }

  private static boolean tryPause() {
    try {
      Thread.sleep(STEP);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
