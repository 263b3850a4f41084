// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.uninstall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.harness.ChartWithoutHooks;
import dev.eci.harness.Cluster;
import dev.eci.harness.Command.Result;
import dev.eci.harness.Product;
import dev.eci.system.cluster.NodeFileChecksums;
import dev.eci.system.cluster.Pods;
import dev.eci.system.cluster.RequiresKindCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Nothing that is applied by accident removes ECI; `helm uninstall` refuses while protected pods
 * run, and otherwise leaves the node as it was; installing again works.
 */
@RequiresKindCluster
@Order(90)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UninstallTest {
  @Test
  @Order(1)
  void applyingRenderedChartRemovesNothing(Cluster cluster) {
    Map<String, String> before = protection(cluster);
    String rendered =
        ChartWithoutHooks.render(Product.NAMESPACE, Map.of("image.pullPolicy", "Never"));
    assertThat(rendered).doesNotContain("kind: Job");
    cluster
        .command("kubectl", "apply", "--server-side", "--force-conflicts", "-f", "-")
        .run(rendered)
        .orThrow();

    // the job of the chart's former versions had no condition; this one finds no uninstallation
    String withJob =
        ChartWithoutHooks.render(
            Product.NAMESPACE,
            Map.of("image.pullPolicy", "Never", "uninstall.confirm", "of-another-cluster"));
    cluster
        .command("kubectl", "apply", "--server-side", "--force-conflicts", "-f", "-")
        .run(withJob)
        .orThrow();
    cluster
        .kubectl(
            "-n",
            Product.NAMESPACE,
            "wait",
            "--for=condition=Failed",
            "job/eci-uninstall",
            "--timeout=90s")
        .orThrow();
    assertThat(cluster.kubectl("-n", Product.NAMESPACE, "logs", "job/eci-uninstall").out())
        .contains("nothing was removed");
    assertThat(protection(cluster)).isEqualTo(before);
    cluster.kubectl("-n", Product.NAMESPACE, "delete", "job/eci-uninstall").orThrow();
  }

  @Test
  @Order(2)
  void refusesWhileProtectedPodsRun(Cluster cluster) {
    Pods pods = Pods.createNamespace(cluster, "stays");
    pods.start("protected", Pods.sleeping());
    Map<String, String> before = protection(cluster);

    assertThatThrownBy(() -> Product.uninstall(cluster)).hasMessageContaining("eci-uninstall");

    assertThat(cluster.kubectl("-n", Product.NAMESPACE, "logs", "job/eci-uninstall").out())
        .contains("nothing was removed: ")
        .contains("stays/protected on " + cluster.name() + "-control-plane");
    assertThat(
            cluster
                .kubectl(
                    "-n",
                    Product.NAMESPACE,
                    "get",
                    "events",
                    "--field-selector=reason=UninstallRefused",
                    "-o",
                    "jsonpath={.items[*].message}")
                .orThrow())
        .contains("stays/protected");
    assertThat(protection(cluster)).isEqualTo(before);
    assertThat(pods.apply("host", "hostPID: true\n" + Pods.sleeping()).text()).contains("RES-1");

    // the operator was not stopped: it repairs
    cluster.kubectl("delete", "mutatingwebhookconfiguration", "eci-pods").orThrow();
    Cluster.await(
        "the operator repairs",
        Duration.ofSeconds(30),
        () -> cluster.kubectl("get", "mutatingwebhookconfiguration", "eci-pods"),
        Result::isSuccess);
    cluster.kubectl("delete", "namespace", "stays", "--timeout=90s").orThrow();
  }

  /** What protects, by UID, and what the nodes should be. */
  private static Map<String, String> protection(Cluster cluster) {
    Map<String, String> found = new TreeMap<>();
    for (String object :
        List.of(
            "validatingwebhookconfiguration/eci-pods",
            "mutatingwebhookconfiguration/eci-pods",
            "validatingadmissionpolicybinding/eci-fallback",
            "runtimeclass/eci")) {
      found.put(object, cluster.kubectl("get", object, "-o", "jsonpath={.metadata.uid}").orThrow());
    }
    found.put(
        "nodes",
        cluster
            .kubectl(
                "get",
                "nodes",
                "-o",
                "jsonpath={.items[*].metadata.labels.eci\\.dev/runtime}{.items[*].spec.taints}")
            .orThrow());
    found.put(
        "ecinodes",
        cluster.kubectl("get", "ecinodes", "-o", "jsonpath={.items[*].spec}").orThrow());
    return found;
  }

  @Test
  @Order(3)
  void restoresNodeAndInstallsAgain(Cluster cluster, NodeFileChecksums untouched) {
    for (String namespace : new String[] {"story", "kinds", "agentdown", "coldstart", "drift"}) {
      cluster
          .kubectl("delete", "namespace", namespace, "--ignore-not-found", "--timeout=90s")
          .orThrow();
    }
    deleteProtectedPods(cluster);

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

  /** Of other tests: one is enough to refuse. */
  private static void deleteProtectedPods(Cluster cluster) {
    for (JsonNode pod : cluster.get("pods", "-A").path("items")) {
      if (pod.at("/spec").has("runtimeClassName")) {
        new Pods(cluster, pod.at("/metadata/namespace").asText())
            .delete(pod.at("/metadata/name").asText());
      }
    }
  }
}
