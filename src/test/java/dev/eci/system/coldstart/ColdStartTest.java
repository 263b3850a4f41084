// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.harness.Command.Result;
import dev.eci.harness.Product;
import dev.eci.system.cluster.Pods;
import dev.eci.system.cluster.RequiresKindCluster;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The whole cluster is switched off and on, with failurePolicy Fail in force: it comes back by
 * itself, and protected.
 */
@RequiresKindCluster
@Order(80)
class ColdStartTest {
  @Test
  void restartsWholeClusterProtected(Cluster cluster) {
    Product.applyPolicy(
        cluster,
        "{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: default}, spec: {}}");
    Pods pods = Pods.createNamespace(cluster, "coldstart");
    cluster
        .apply(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: app, namespace: coldstart}
            spec:
              selector: {matchLabels: {app: app}}
              template:
                metadata: {labels: {app: app}}
                spec:
                  terminationGracePeriodSeconds: 0
                  containers: [{name: main, image: "eci-test/busybox:lab", imagePullPolicy: Never, command: [sleep, "3600"]}]
            """)
        .orThrow();
    rollout(cluster);

    thaw(cluster);
    String node = cluster.name() + "-control-plane";
    cluster.command("docker", "stop", "--time", "20", node).run().orThrow();
    cluster.command("docker", "start", node).run().orThrow();

    Cluster.await(
        "the API server answers",
        Duration.ofMinutes(2),
        () -> cluster.kubectl("get", "--raw", "/readyz"),
        Result::isSuccess);
    rollout(cluster);
    Product.awaitNodes(cluster);
    Cluster.await(
        "a new pod is admitted and runs protected",
        Duration.ofMinutes(2),
        () -> pods.apply("after", Pods.sleeping()),
        Result::isSuccess);
    pods.awaitReady("after");
    assertThat(pods.uidMap("after", "main")).matches("0 \\d{5,10} 65536");
  }

  /**
   * Where cgroups are of version 1, runc freezes a container while it writes its cgroup. One that
   * was killed just then left it frozen, where nothing can kill it, nor stop its node.
   */
  private static void thaw(Cluster cluster) {
    cluster
        .node(
            "sh",
            "-c",
            "find /sys/fs/cgroup/freezer -name freezer.state 2>/dev/null | xargs -r grep -l FROZEN"
                + " | while read -r f; do echo THAWED > $f; done")
        .orThrow();
  }

  private static void rollout(Cluster cluster) {
    Cluster.await(
        "the Deployment is available",
        Duration.ofMinutes(4),
        () ->
            cluster.kubectl(
                "-n",
                "coldstart",
                "get",
                "deployment",
                "app",
                "-o",
                "jsonpath={.status.availableReplicas}"),
        r -> r.isSuccess() && r.out().equals("1"));
  }
}
