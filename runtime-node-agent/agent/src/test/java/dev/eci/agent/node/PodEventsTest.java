// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.agent.kube.PodEvents;
import dev.eci.crds.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a real API server, under the chart's RBAC. */
@RequiresApiServer
@Timeout(60)
class PodEventsTest {
  private static final PodEvents.Pod POD = new PodEvents.Pod("default", "web", "uid-1");

  private static List<Event> written(int count) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      List<Event> found =
          AgentApiServer.admin()
              .events()
              .v1()
              .events()
              .inNamespace("default")
              .list()
              .getItems()
              .stream()
              .filter(e -> "eci.dev/agent".equals(e.getReportingController()))
              .toList();
      if (found.size() >= count || System.nanoTime() > end) {
        return found;
      }
      Thread.sleep(50);
    }
  }

  @Test
  void reportsSameMessageForSamePodOnce() throws InterruptedException {
    try (KubernetesClient client = AgentApiServer.agent();
        PodEvents events = new PodEvents("node-1", InstantSource.system())) {
      events.start(client);
      events.warn(POD, "VolumeNotIDMapped", "volume \"a\"");
      events.warn(POD, "VolumeNotIDMapped", "volume \"a\"");
      events.warn(POD, "VolumeNotIDMapped", "volume \"b\"" + "x".repeat(2000));
      assertThat(written(2)).hasSize(2);
      events.warn(POD, "VolumeNotIDMapped", "volume \"a\"");
      events.warn(
          new PodEvents.Pod("default", "web", "uid-2"), "VolumeNotIDMapped", "volume \"a\"");
      assertThat(written(3))
          .hasSize(3)
          .allSatisfy(event -> {
            assertThat(event.getType()).isEqualTo("Warning");
            assertThat(event.getRegarding().getName()).isEqualTo("web");
            assertThat(event.getReportingInstance()).isEqualTo("node-1");
            assertThat(event.getNote()).startsWith("volume").hasSizeLessThanOrEqualTo(1024);
          });
    }
  }
}
