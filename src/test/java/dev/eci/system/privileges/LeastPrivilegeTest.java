// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.privileges;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.harness.Product;
import dev.eci.system.cluster.RequiresKindCluster;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An attacker in one of ECI's programs gets no further: what its service account must not do. That
 * it can do its work the other tests show.
 */
@RequiresKindCluster
@Order(50)
class LeastPrivilegeTest {
  @ParameterizedTest(name = "{0} cannot {1} {2}")
  @CsvSource({
    "eci-webhook, get, secrets",
    "eci-webhook, list, pods",
    "eci-webhook, patch, ecinodes.eci.dev",
    "eci-webhook, update, ecipolicies.eci.dev",
    "eci-webhook, delete, eciimages.eci.dev",
    "eci-webhook, patch, ecifallbackparameters.eci.dev",
    "eci-agent, get, ecifallbackparameters.eci.dev",
    "eci-agent, create, eciimages.eci.dev",
    "eci-operator, patch, eciimages.eci.dev",
    "eci-agent, get, secrets",
    "eci-agent, create, pods",
    "eci-agent, update, ecipolicies.eci.dev",
    "eci-agent, patch, ecinodes.eci.dev",
    "eci-agent, delete, events.events.k8s.io",
    "eci-agent, delete, nodes",
    "eci-operator, create, pods",
    "eci-operator, patch, nodes",
    "eci-operator, update, ecipolicies.eci.dev",
    "eci-operator, create, clusterrolebindings.rbac.authorization.k8s.io"
  })
  void deniesComponentRights(String account, String verb, String resource, Cluster cluster) {
    assertThat(canI(cluster, account, "kube-system", verb, resource)).isEqualTo("no");
  }

  @Test
  void allowsOperatorOnlyItsSecrets(Cluster cluster) {
    String own = Product.NAMESPACE;
    assertThat(canI(cluster, "eci-operator", own, "get", "secrets/eci-webhook-tls"))
        .isEqualTo("yes");
    assertThat(canI(cluster, "eci-operator", own, "get", "secrets/other")).isEqualTo("no");
    assertThat(canI(cluster, "eci-operator", "default", "get", "secrets/eci-webhook-tls"))
        .isEqualTo("no");
  }

  /**
   * RBAC lets agents patch nodes; the admission policy binds them to the node their token was
   * issued for.
   */
  @Test
  void deniesNodeLabelWithoutNodeToken(Cluster cluster) {
    var result =
        cluster.kubectl(
            "--as=" + user("eci-agent"),
            "patch",
            "node",
            cluster.name() + "-control-plane",
            "--type=merge",
            "-p",
            "{\"metadata\":{\"labels\":{\"eci.dev/runtime\":\"ready\",\"stolen\":\"true\"}}}");
    assertThat(result.isSuccess()).isFalse();
    assertThat(result.text()).contains("eci-agent-own-node");
  }

  private static String canI(
      Cluster cluster, String account, String namespace, String verb, String resource) {
    return cluster
        .kubectl("-n", namespace, "auth", "can-i", verb, resource, "--as=" + user(account))
        .out()
        .strip();
  }

  private static String user(String account) {
    return "system:serviceaccount:%s:%s".formatted(Product.NAMESPACE, account);
  }
}
