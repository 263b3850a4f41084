// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.chaos;

import dev.eci.webhook.apiserver.MinimalPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Users who create pods all the time, harmless and harmful ones. Like controllers, they retry a
 * harmless pod that is denied.
 */
final class Stream {
  private static final int RETRY_MILLIS = 500;

  /**
   * One harmless pod.
   *
   * @param denials messages of the API server before the pod was created; an API server that could
   *     not be reached sent none
   */
  record Created(String name, List<String> denials, long millis) {}

  private final KubernetesClient client;
  private final String namespace;
  private final List<Created> created = new java.util.concurrent.CopyOnWriteArrayList<>();
  private final List<String> admitted = new java.util.concurrent.CopyOnWriteArrayList<>();
  private final AtomicInteger denied = new AtomicInteger();
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

  /** Harmful pods that were admitted. */
  List<String> admitted() {
    return List.copyOf(admitted);
  }

  int denied() {
    return denied.get();
  }

  private void harmless(String who) {
    for (int i = 0; open; i++) {
      long start = System.nanoTime();
      Pod pod = MinimalPod.of(namespace, "harmless-%s-%d".formatted(who, i), false);
      List<String> denials = new ArrayList<>();
      while (!create(pod, denials)) {
        pause(RETRY_MILLIS);
      }
      created.add(
          new Created(
              pod.getMetadata().getName(), denials, (System.nanoTime() - start) / 1_000_000));
      pause(20);
    }
  }

  private void harmful() {
    for (int i = 0; open; i++) {
      Pod pod = MinimalPod.of(namespace, "harmful-" + i, true);
      List<String> denials = new ArrayList<>();
      if (create(pod, denials)) {
        admitted.add(pod.getMetadata().getName());
      } else if (!denials.isEmpty()) {
        denied.incrementAndGet();
      }
      pause(20);
    }
  }

  private boolean create(Pod pod, List<String> denials) {
    try {
      client.resource(pod).create();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409) {
        // the pod was created, and the response was lost
        return true;
      }
      if (e.getStatus() != null && e.getCode() != 0) {
        denials.add(e.getCode() + " " + e.getStatus().getMessage());
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

  /** Returns after the last pod. */
  void end() throws InterruptedException {
    open = false;
    for (Thread person : workers) {
      person.join();
    }
  }
}
