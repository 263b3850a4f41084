// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.uninstall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.harness.Product;
import dev.eci.system.cluster.NodeFileChecksums;
import dev.eci.system.cluster.Pods;
import dev.eci.system.cluster.RequiresKindCluster;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** `helm uninstall` leaves the node as it was, and installing again works. */
@RequiresKindCluster
@Order(90)
class UninstallTest {
  @Test
  void restoresNodeAndInstallsAgain(Cluster cluster, NodeFileChecksums untouched) {
    for (String namespace : new String[] {"story", "kinds", "agentdown", "coldstart"}) {
      cluster
          .kubectl("delete", "namespace", namespace, "--ignore-not-found", "--timeout=90s")
          .orThrow();
    }

    Product.uninstall(cluster);

    assertThat(NodeFileChecksums.of(cluster)).isEqualTo(untouched);
    assertThat(cluster.kubectl("get", "nodes", "-l", "eci.dev/runtime", "-o", "name").orThrow())
        .isEmpty();
    assertThat(cluster.kubectl("get", "runtimeclasses", "-o", "name").orThrow()).isEmpty();
    assertThat(
            cluster
                .kubectl(
                    "get",
                    "validatingwebhookconfigurations,mutatingwebhookconfigurations",
                    "-o",
                    "name")
                .orThrow())
        .isEmpty();
    assertThat(cluster.kubectl("get", "ecipolicies", "-o", "name").orThrow())
        .as("policies outlive the chart")
        .contains("ecipolicy.eci.dev/default");
    Pods plain = Pods.createNamespace(cluster, "plain");
    plain.start("plain", Pods.sleeping());
    assertThat(plain.uidMap("plain", "main")).isEqualTo("0 0 4294967295");

    Product.install(cluster, Map.of());
    Product.awaitNodes(cluster);
  }
}
