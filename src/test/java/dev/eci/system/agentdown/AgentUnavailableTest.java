// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.agentdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.harness.Product;
import dev.eci.system.cluster.Pods;
import dev.eci.system.cluster.RequiresKindCluster;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Without the agent no unprotected pod starts, running pods continue, and an event says why. */
@RequiresKindCluster
@Order(20)
class AgentUnavailableTest {
  private static final String PAUSE =
      "{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"eci.dev/nowhere\":\"true\"}}}}}";
  private static final String RESUME =
      "{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"eci.dev/nowhere\":null}}}}}";

  @Test
  void reportsPendingPodsAndKeepsRunningOnes(Cluster cluster) {
    Pods pods = Pods.createNamespace(cluster, "agentdown");
    pods.start("before", Pods.sleeping());
    String map = pods.uidMap("before", "main");

    Product.patchAgents(cluster, PAUSE);
    try {
      Cluster.await(
          "the agent's pod is gone",
          Duration.ofSeconds(90),
          () -> Product.agents(cluster),
          String::isEmpty);
      pods.apply("during", Pods.sleeping()).orThrow();
      String events =
          Cluster.await(
              "an event says why",
              Duration.ofSeconds(90),
              () -> pods.events("during"),
              e -> e.contains("enhanced container isolation:"));

      assertThat(events)
          .contains("the ECI node agent does not respond")
          .contains("/run/eci/agent.sock");
      assertThat(phase(cluster, "during")).isEqualTo("Pending");
      assertThat(pods.uidMap("before", "main")).isEqualTo(map);
    } finally {
      Product.patchAgents(cluster, RESUME);
    }
    pods.awaitReady("during");
    assertThat(pods.uidMap("during", "main")).matches("0 \\d{5,10} 65536");
    Product.awaitNodes(cluster);
  }

  private static String phase(Cluster cluster, String pod) {
    return cluster
        .kubectl("-n", "agentdown", "get", "pod", pod, "-o", "jsonpath={.status.phase}")
        .orThrow();
  }
}
