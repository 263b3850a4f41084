// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.http;

import dev.eci.webhook.cache.ClusterView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The labels of a namespace. For an unknown namespace it waits a moment: users create a namespace
 * and its first pod with one command, and the watch is milliseconds behind the API server.
 */
@ApplicationScoped
public class NamespaceLabelResolver {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

  private final ClusterView cluster;

  public NamespaceLabelResolver(ClusterView cluster) {
    this.cluster = cluster;
  }

  /** Whether {@link #labelsOf} returns at once. */
  boolean isAvailable(String namespace) {
    return current(namespace).isPresent();
  }

  /**
   * Empty if the namespace stays unknown: without its labels, no policy can be selected.
   *
   * @param namespace empty for an object without a namespace, which gets no labels
   */
  Optional<Map<String, String>> labelsOf(String namespace) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      Optional<Map<String, String>> labels = current(namespace);
      if (labels.isPresent() || System.nanoTime() > deadline || !trySleep()) {
        return labels;
      }
    }
  }

  private Optional<Map<String, String>> current(String namespace) {
    return namespace.isEmpty() ? Optional.of(Map.of()) : cluster.namespaceLabels(namespace);
  }

  private static boolean trySleep() {
    try {
      Thread.sleep(POLL_INTERVAL);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
