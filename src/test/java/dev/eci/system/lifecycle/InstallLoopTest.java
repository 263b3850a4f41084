// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.harness.Product;
import dev.eci.system.cluster.NodeFileChecksums;
import dev.eci.system.cluster.Pods;
import dev.eci.system.cluster.RequiresKindCluster;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Installs and uninstalls repeatedly: containerd's configuration is the same bytes after each
 * round, and no container that runs meanwhile notices. {@code -Deci.lifecycle.rounds=50} is the
 * long form (make test-soak).
 */
@Tag("soak")
@RequiresKindCluster
@Order(85)
class InstallLoopTest {
  private static final int ROUNDS = Integer.getInteger("eci.lifecycle.rounds", 5);
  private static final Duration STEP = Duration.ofSeconds(90);
  private static final String[] EARLIER = {"story", "kinds", "agentdown", "coldstart"};

  @Test
  void restoresNodeInEveryRound(Cluster cluster, NodeFileChecksums untouched) {
    for (String namespace : EARLIER) {
      cluster
          .kubectl("delete", "namespace", namespace, "--ignore-not-found", "--timeout=90s")
          .orThrow();
    }
    Product.applyPolicy(
        cluster,
        "{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: default}, spec: {}}");
    // left out by the webhook: it runs under the node's own runtime all the time
    Pods plain = new Pods(cluster, "kube-system");
    plain.start("live", Pods.sleeping());
    String alive = life(plain, "live");

    waitsForProtectedContainers(cluster);
    for (int round = 1; round <= ROUNDS; round++) {
      Product.desire(cluster, "Removed");
      Cluster.await(
          "round " + round + ": the node is as it was",
          STEP,
          () -> NodeFileChecksums.of(cluster),
          untouched::equals);
      assertThat(label(cluster)).as("round %d", round).isEmpty();
      Product.desire(cluster, "Installed");
      Cluster.await(
          "round " + round + ": the node is ready again",
          STEP,
          () -> label(cluster),
          "ready"::equals);
      assertThat(life(plain, "live")).as("round %d", round).isEqualTo(alive);
    }

    Product.awaitNodes(cluster);
    Pods pods = Pods.createNamespace(cluster, "loop");
    pods.start("after", Pods.sleeping());
    assertThat(pods.uidMap("after", "main")).matches("0 \\d{5,10} 65536");
    plain.delete("live");
    cluster.kubectl("delete", "namespace", "loop", "--timeout=90s").orThrow();
  }

  /** A protected container that runs keeps handler and launcher there, and is left alone. */
  private static void waitsForProtectedContainers(Cluster cluster) {
    Pods pods = Pods.createNamespace(cluster, "loop");
    pods.start("protected", Pods.sleeping());
    String alive = life(pods, "protected");
    Product.desire(cluster, "Removed");
    Cluster.await(
        "EciNode says what it waits for",
        STEP,
        () -> cluster.kubectl("get", "ecinodes", "-o", "jsonpath={..status.conditions[*].reason}"),
        r -> r.isSuccess() && r.out().contains("WaitingForContainers"));
    assertThat(pods.exec("protected", "true").isSuccess()).as("exec still works").isTrue();
    assertThat(label(cluster)).as("a restarted kubelet would end the pod").isEqualTo("ready");
    Product.desire(cluster, "Installed");
    Cluster.await("the node is ready again", STEP, () -> label(cluster), "ready"::equals);
    assertThat(life(pods, "protected")).isEqualTo(alive);
    pods.delete("protected");
  }

  private static String label(Cluster cluster) {
    return cluster
        .kubectl("get", "nodes", "-o", "jsonpath={.items[*].metadata.labels.eci\\.dev/runtime}")
        .out()
        .strip();
  }

  /** The container's id, how often it was restarted, and since when it runs. */
  private static String life(Pods pods, String pod) {
    return pods.cluster()
        .kubectl(
            "-n",
            pods.namespace(),
            "get",
            "pod",
            pod,
            "-o",
            "jsonpath={.status.containerStatuses[0].containerID} {.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].state.running.startedAt}")
        .orThrow();
  }
}
