package dev.eci.webhook.chaos;

import dev.eci.webhook.apiserver.MinimalPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * People who create pods all the time, harmless ones and such as must not be: what is refused that
 * should not be they try again, as controllers do.
 */
final class Stream {
  private static final int RETRY_MILLIS = 500;

  /**
   * One harmless pod.
   *
   * @param refusals what the API server answered before it was created; an API server that could
   *     not be reached has not answered
   */
  record Created(String name, List<String> refusals, long millis) {}

  private final KubernetesClient client;
  private final String namespace;
  private final List<Created> created = new java.util.concurrent.CopyOnWriteArrayList<>();
  private final List<String> admitted = new java.util.concurrent.CopyOnWriteArrayList<>();
  private final AtomicInteger refused = new AtomicInteger();
  private final List<Thread> workers;
  private volatile boolean open = true;

  Stream(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    workers =
        List.of(
            Thread.ofVirtual().start(() -> harmless("a")),
            Thread.ofVirtual().start(() -> harmless("b")),
            Thread.ofVirtual().start(this::harmful));
  }

  List<Created> created() {
    return List.copyOf(created);
  }

  /** Pods that should have been refused. */
  List<String> admitted() {
    return List.copyOf(admitted);
  }

  int refused() {
    return refused.get();
  }

  private void harmless(String who) {
    for (int i = 0; open; i++) {
      long start = System.nanoTime();
      Pod pod = MinimalPod.of(namespace, "harmless-%s-%d".formatted(who, i), false);
      List<String> refusals = new ArrayList<>();
      while (!create(pod, refusals)) {
        pause(RETRY_MILLIS);
      }
      created.add(
          new Created(
              pod.getMetadata().getName(), refusals, (System.nanoTime() - start) / 1_000_000));
      pause(20);
    }
  }

  private void harmful() {
    for (int i = 0; open; i++) {
      Pod pod = MinimalPod.of(namespace, "harmful-" + i, true);
      List<String> refusals = new ArrayList<>();
      if (create(pod, refusals)) {
        admitted.add(pod.getMetadata().getName());
      } else if (!refusals.isEmpty()) {
        refused.incrementAndGet();
      }
      pause(20);
    }
  }

  private boolean create(Pod pod, List<String> refusals) {
    try {
      client.resource(pod).create();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409) {
        // created, and the answer was lost
        return true;
      }
      if (e.getStatus() != null && e.getCode() != 0) {
        refusals.add(e.getCode() + " " + e.getStatus().getMessage());
      }
      return false;
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when the last pod is through. */
  void end() throws InterruptedException {
    open = false;
    for (Thread person : workers) {
      person.join();
    }
  }
}
