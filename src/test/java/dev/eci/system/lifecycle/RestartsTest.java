// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.harness.Product;
import dev.eci.system.cluster.Pods;
import dev.eci.system.cluster.RequiresKindCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * No running pod ends because of ECI: kubelet, containerd and agent restart in every order while
 * the node is ready, is being removed, or has no agent. A pod that ECI left out is the twin. {@code
 * -Deci.lifecycle.restarts=20} is the long form (make test-soak).
 */
@Tag("soak")
@RequiresKindCluster
@Order(84)
class RestartsTest {
  private static final int ROUNDS = Integer.getInteger("eci.lifecycle.restarts", 3);
  private static final Duration STEP = Duration.ofSeconds(120);
  private static final String NAMESPACE = "restarts";
  private static final String PAUSE =
      "{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"eci.dev/nowhere\":\"true\"}}}}}";
  private static final String RESUME =
      "{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"eci.dev/nowhere\":null}}}}}";

  @Test
  void leavesPodsRunning(Cluster cluster) {
    Pods pods = Pods.createNamespace(cluster, NAMESPACE);
    pods.start("protected", Pods.sleeping());
    Pods twin = new Pods(cluster, "kube-system");
    twin.start("restarts-twin", Pods.sleeping());
    String before = life(pods, "protected");
    String twinBefore = life(twin, "restarts-twin");

    for (int round = 1; round <= ROUNDS; round++) {
      List<Runnable> restarts =
          new ArrayList<>(
              List.of(
                  () -> restart(cluster, "kubelet"),
                  () -> restart(cluster, "containerd"),
                  () -> restartAgent(cluster)));
      Collections.shuffle(restarts, new Random(round));
      boolean isRemoving = round % 2 == 0;
      if (isRemoving) {
        Product.desire(cluster, "Removed");
      }
      restarts.forEach(Runnable::run);
      awaitNodeReady(cluster);
      assertThat(life(pods, "protected")).as("round %d", round).isEqualTo(before);
      if (isRemoving) {
        Product.desire(cluster, "Installed");
      }
    }
    withoutAgent(cluster, pods, before);
    assertThat(life(twin, "restarts-twin")).isEqualTo(twinBefore);
    assertThat(pods.uidMap("protected", "main")).matches("0 \\d{5,10} 65536");
    twin.delete("restarts-twin");
    cluster.kubectl("delete", "namespace", NAMESPACE, "--timeout=90s").orThrow();
  }

  /** An admin takes the label away, and no agent is there to set it again. */
  private static void withoutAgent(Cluster cluster, Pods pods, String before) {
    Product.patchAgents(cluster, PAUSE);
    try {
      Cluster.await("the agent is gone", STEP, () -> Product.agents(cluster), String::isEmpty);
      assertThat(cluster.kubectl("label", "node", node(cluster), "eci.dev/runtime-").text())
          .contains("is kept, because protected pods there would end");
      assertThat(label(cluster)).isEqualTo("ready");
      restart(cluster, "kubelet");
      awaitNodeReady(cluster);
      assertThat(life(pods, "protected")).as("without an agent").isEqualTo(before);
      Cluster.await(
          "EciNode tells that no agent runs",
          STEP,
          () ->
              cluster
                  .kubectl("get", "ecinodes", "-o", "jsonpath={..status.conditions[*].reason}")
                  .out(),
          reasons -> reasons.contains("AgentNotRunning"));
      assertThat(
              cluster
                  .kubectl(
                      "get",
                      "ecipolicies",
                      "-o",
                      "jsonpath={.items[0].status.conditions[?(@.type=='NodesProtected')].status}")
                  .out())
          .isEqualTo("False");
    } finally {
      Product.patchAgents(cluster, RESUME);
    }
    Product.awaitNodes(cluster);
  }

  private static void restart(Cluster cluster, String unit) {
    cluster.node("systemctl", "restart", unit).orThrow();
  }

  private static void restartAgent(Cluster cluster) {
    cluster
        .kubectl(
            "-n",
            Product.NAMESPACE,
            "delete",
            "pod",
            "-l",
            "app.kubernetes.io/name=eci-agent",
            "--wait=false")
        .orThrow();
  }

  private static void awaitNodeReady(Cluster cluster) {
    // the kubelet admits the node's pods again before it reports
    Cluster.await(
        "the kubelet has started",
        STEP,
        () -> cluster.node("curl", "-fsS", "http://127.0.0.1:10248/healthz").out(),
        "ok"::equals);
    cluster
        .kubectl("wait", "--for=condition=Ready", "node/" + node(cluster), "--timeout=90s")
        .orThrow();
    cluster
        .kubectl(
            "-n", Product.NAMESPACE, "rollout", "status", "daemonset/eci-agent", "--timeout=120s")
        .orThrow();
  }

  private static String node(Cluster cluster) {
    return cluster.name() + "-control-plane";
  }

  private static String label(Cluster cluster) {
    return cluster
        .kubectl("get", "nodes", "-o", "jsonpath={.items[*].metadata.labels.eci\\.dev/runtime}")
        .out()
        .strip();
  }

  /** Phase, container's id, how often it was restarted, and since when it runs. */
  private static String life(Pods pods, String pod) {
    return pods.cluster()
        .kubectl(
            "-n",
            pods.namespace(),
            "get",
            "pod",
            pod,
            "-o",
            "jsonpath={.status.phase} {.status.containerStatuses[0].containerID} {.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].state.running.startedAt}")
        .orThrow();
  }
}
