// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** The images and the chart of ECI, installed into a cluster as users install them. */
public final class Product {
  public static final String NAMESPACE = "eci-system";
  private static final String RELEASE = "eci";
  private static final String[] IMAGES =
      Stream.of("operator", "webhook", "agent")
          .map(name -> "eci/" + name + ":" + Project.version())
          .toArray(String[]::new);

  private Product() {}

  /**
   * Builds the images on the lab's engine and loads them, with the workload images, into the
   * cluster.
   */
  public static void loadImages(Cluster cluster) {
    String base = cluster.environment().getOrDefault("ECI_LAB_BASE_IMAGE", "");
    Command build =
        base.isEmpty()
            ? cluster.command(Project.ROOT.resolve("deploy/images/build").toString())
            : cluster.command(
                Project.ROOT.resolve("deploy/images/build").toString(), "--base", base);
    build.within(Duration.ofMinutes(15)).show();
    Lab.load(cluster.name(), IMAGES);
    Lab.load(cluster.name(), "eci-test/busybox:lab", "docker:cli", "evil/tool:1");
  }

  /** Installs the chart and waits until operator, webhook and agents are ready. */
  public static void install(Cluster cluster, Map<String, Object> values) {
    InstallCommand install =
        new Helm(Project.CHART)
            .install()
            .withName(RELEASE)
            .withNamespace(NAMESPACE)
            .createNamespace()
            .withKubeConfig(cluster.kubeconfig())
            .set("image.pullPolicy", "Never")
            .waitReady()
            .withTimeout(180);
    values.forEach(install::set);
    install.call();
  }

  public static String uninstall(Cluster cluster) {
    return Helm.uninstall(RELEASE)
        .withNamespace(NAMESPACE)
        .withKubeConfig(cluster.kubeconfig())
        .call();
  }

  /** Waits until every node can run protected pods. */
  public static void awaitNodes(Cluster cluster) {
    Cluster.await(
        "every EciNode is Ready",
        Duration.ofMinutes(2),
        () -> cluster.get("ecinodes").path("items"),
        nodes ->
            !nodes.isEmpty()
                && nodes.valueStream().allMatch(node -> isConditionTrue(node, "Ready")));
  }

  /** Applies a policy and waits until its status is Ready. */
  public static void applyPolicy(Cluster cluster, String yaml) {
    cluster.apply(yaml).orThrow();
    Cluster.await(
        "the policy is Ready",
        Duration.ofMinutes(1),
        () -> cluster.get("ecipolicies").path("items"),
        policies ->
            policies.valueStream().allMatch(p -> isCurrent(p) && isConditionTrue(p, "Ready")));
  }

  private static boolean isCurrent(JsonNode object) {
    return object.at("/status/observedGeneration").asLong()
        == object.at("/metadata/generation").asLong();
  }

  private static boolean isConditionTrue(JsonNode object, String type) {
    return object
        .at("/status/conditions")
        .valueStream()
        .anyMatch(
            c -> type.equals(c.path("type").asText()) && "True".equals(c.path("status").asText()));
  }

  /** Sets spec.desiredState of the first node: {@code Installed} or {@code Removed}. */
  public static void desire(Cluster cluster, String state) {
    cluster
        .kubectl(
            "patch",
            "ecinode",
            cluster.name() + "-control-plane",
            "--type=merge",
            "-p",
            "{\"spec\":{\"desiredState\":\"" + state + "\"}}")
        .orThrow();
  }

  /** Patches the DaemonSet of the agents, for example with a node selector that fits no node. */
  public static void patchAgents(Cluster cluster, String patch) {
    cluster
        .kubectl("-n", NAMESPACE, "patch", "daemonset", "eci-agent", "--type=merge", "-p", patch)
        .orThrow();
  }

  /** The agents' pods, by name. */
  public static String agents(Cluster cluster) {
    return cluster
        .kubectl(
            "-n", NAMESPACE, "get", "pods", "-l", "app.kubernetes.io/name=eci-agent", "-o", "name")
        .orThrow();
  }
}
