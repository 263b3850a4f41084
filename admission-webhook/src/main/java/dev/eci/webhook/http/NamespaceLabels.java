package dev.eci.webhook.http;

import dev.eci.webhook.cluster.ClusterView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A namespace's labels, waiting a moment for one that was made just now: the watch is milliseconds
 * behind the API server, and people create a namespace and its first pod in one go.
 */
@ApplicationScoped
public class NamespaceLabels {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration STEP = Duration.ofMillis(20);

  private final ClusterView cluster;

  public NamespaceLabels(ClusterView cluster) {
    this.cluster = cluster;
  }

  /** Answers 503 if the namespace stays unknown: without its labels no policy can be picked. */
  Map<String, String> of(String namespace) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<Map<String, String>> labels = cluster.namespaceLabels(namespace);
      if (labels.isPresent()) {
        return labels.get();
      }
      if (System.nanoTime() > deadline) {
        throw Refused.unavailable(
            "the eci admission webhook does not know namespace \"%s\" yet; try again"
                .formatted(namespace));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(STEP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refused.unavailable("the eci admission webhook is stopping; try again");
    }
  }
}
