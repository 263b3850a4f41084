// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.bypass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.harness.Command.Result;
import dev.eci.system.cluster.Pods;
import dev.eci.system.cluster.RequiresKindCluster;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A pod that the kubelet reads from a file passes no webhook. */
@RequiresKindCluster
@Order(31)
class StaticPodTest {
  private static final String FILE = "/etc/kubernetes/manifests/eci-static.yaml";

  @Test
  void runsStaticPodInPrivateUserNamespace(Cluster cluster) {
    Pods pods = Pods.createNamespace(cluster, "static");
    String manifest =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: fixed, namespace: static}
        spec:
          terminationGracePeriodSeconds: 0
          runtimeClassName: eci
          initContainers: [{name: side, restartPolicy: Always, image: "eci-test/busybox:lab", imagePullPolicy: Never, command: [sleep, "3600"]}]
          containers: [{name: main, image: "eci-test/busybox:lab", imagePullPolicy: Never, command: [sleep, "3600"]}]
        """;
    String pod = "fixed-" + cluster.name() + "-control-plane";
    cluster.node("sh", "-c", "cat > " + FILE + " <<'E'\n" + manifest + "E").orThrow();
    try {
      Cluster.await(
          "the mirror pod is there",
          Duration.ofSeconds(60),
          () -> cluster.kubectl("-n", "static", "get", "pod", pod),
          Result::isSuccess);
      pods.awaitReady(pod);
      String map = pods.uidMap(pod, "main");
      assertThat(map).matches("0 \\d{5,10} 65536").isEqualTo(pods.uidMap(pod, "side"));
    } finally {
      cluster.node("rm", "-f", FILE).orThrow();
      cluster.kubectl("delete", "namespace", "static", "--timeout=90s");
    }
  }
}
