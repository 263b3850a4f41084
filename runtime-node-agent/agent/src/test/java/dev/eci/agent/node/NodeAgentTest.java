// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.agent.nodestatus.DockerSocketState;
import dev.eci.crds.testing.RequiresApiServer;
import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciNodeSpec;
import dev.eci.crds.v1alpha1.EciNodeSpec.DesiredState;
import dev.eci.crds.v1alpha1.EciNodeStatus;
import dev.eci.installer.step.InstallPaths;
import dev.eci.policy.pod.NodeCapabilityLabels;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lifecycle of a node against a real API server, under the chart's RBAC. */
@Timeout(120)
@RequiresApiServer
class NodeAgentTest {
  @TempDir Path directory;
  private final KubernetesClient admin = AgentApiServer.admin();
  private KubernetesClient client;
  private String name;
  private FakeNode node;
  private NodeAgent agent;

  @BeforeEach
  void boot(TestInfo test) throws IOException {
    name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    admin
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("mine", "1")
                .endMetadata()
                .build())
        .create();
    node = new FakeNode(directory);
    client = AgentApiServer.agent();
    agent = node.agent(client, name);
  }

  @AfterEach
  void shutDown() {
    agent.close();
    client.close();
    eciNode().delete();
    node().delete();
  }

  private Resource<Node> node() {
    return admin.nodes().withName(name);
  }

  private Resource<EciNode> eciNode() {
    return admin.resources(EciNode.class).withName(name);
  }

  private boolean isLabelled() {
    return "ready".equals(node().get().getMetadata().getLabels().get(NodeCapabilityLabels.LABEL));
  }

  private void removeLabel() {
    node()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"eci.dev/runtime\":null}}}");
  }

  /** The API server itself taints nodes that are not ready. */
  private Set<String> taints() {
    return node().get().getSpec().getTaints().stream()
        .map(Taint::getKey)
        .filter(key -> !key.startsWith("node.kubernetes.io/"))
        .collect(Collectors.toSet());
  }

  private String condition(String type) {
    return Optional.ofNullable(eciNode().get())
        .map(EciNode::getStatus)
        .flatMap(s -> s.conditions().stream().filter(c -> type.equals(c.getType())).findFirst())
        .map((Condition c) -> c.getStatus() + " " + c.getReason())
        .orElse("");
  }

  private void kubeletOffersHandler(boolean offered) {
    node()
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            offered
                ? "{\"status\":{\"runtimeHandlers\":[{\"name\":\"\"},{\"name\":\"eci\",\"features\":{\"userNamespaces\":true}}]}}"
                : "{\"status\":{\"runtimeHandlers\":null}}");
  }

  private void desire(DesiredState state) {
    eciNode()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"desiredState\":\"%s\"}}".formatted(state));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("timed out").isLessThan(end);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void becomesReady() {
    agent.start();
    await(() -> node.containerd.restarts == 1);
    kubeletOffersHandler(true);
    await(() -> condition("Ready").equals("True Ready"));
  }

  @Test
  void reportsDockerSocketChangeBeforeNextReconcile() {
    agent = node.agent(client, name, Duration.ofMinutes(10));
    becomesReady();

    node.docker.setState(
        new DockerSocketState(true, "Filtered", "Pods of listed images reach it."));

    await(() -> condition("DockerSocket").equals("True Filtered"));
  }

  @Test
  void setsReadyLabelLast() {
    agent.start();
    await(() -> condition("Installed").equals("True Installed"));
    assertThat(condition("Ready")).isEqualTo("False WaitingForKubelet");
    assertThat(isLabelled()).isFalse();

    kubeletOffersHandler(true);
    await(this::isLabelled);
    await(() -> condition("Ready").equals("True Ready"));

    EciNode reported = eciNode().get();
    assertThat(reported.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> assertThat(owner.getUid()).isEqualTo(node().get().getMetadata().getUid()));
    assertThat(reported.getSpec().desiredState()).isEqualTo(DesiredState.Installed);
    assertThat(reported.getStatus().capabilities().engine()).isEqualTo("containerd 2.1.9");
    assertThat(reported.getStatus().capabilities().podUserNamespaces()).isTrue();
    assertThat(reported.getStatus().capabilities().ociRuntime()).isEqualTo("runc 1.3.6");
    assertThat(reported.getStatus().installed().dropIn())
        .isEqualTo("/etc/containerd/eci.d/eci.toml");
    assertThat(reported.getMetadata().getManagedFields())
        .anySatisfy(fields -> {
          assertThat(fields.getManager()).isEqualTo("eci-agent");
          assertThat(fields.getOperation()).isEqualTo("Apply");
          assertThat(fields.getSubresource()).isEqualTo("status");
        });
    assertThat(node().get().getMetadata().getLabels()).containsEntry("mine", "1");
  }

  @Test
  void restoresNodeWhenRemoved() throws IOException {
    Map<String, String> before = node.files();
    becomesReady();
    node.container("4242");
    node()
        .edit(seen ->
            seen.edit()
                .editOrNewSpec()
                .addNewTaint("NoSchedule", "mine", null, null)
                .endSpec()
                .build());

    desire(DesiredState.Removed);
    await(() -> condition("Installed").equals("True WaitingForContainers"));
    await(() -> taints().equals(Set.of("mine", "eci.dev/removing")));
    assertThat(isLabelled()).as("a restarted kubelet would end the pod").isTrue();
    assertThat(node.containerd.running.handler("eci")).isPresent();
    assertThat(node.root.locate("/opt/eci/bin/eci-runtime")).exists();

    node.removeContainer("4242");
    await(() -> condition("Installed").equals("False Removed"));
    assertThat(condition("Ready")).isEqualTo("False Removed");
    assertThat(node.files()).isEqualTo(before);
    await(() -> !isLabelled());
    await(() -> taints().equals(Set.of("mine")));

    desire(DesiredState.Installed);
    await(() -> condition("Ready").equals("True Ready"));
    assertThat(isLabelled()).isTrue();
  }

  @Test
  void restartOfAgentChangesNothing() throws IOException {
    becomesReady();
    agent.close();
    Map<String, String> installed = node.files();
    EciNode before = eciNode().get();
    assertThat(isLabelled()).isTrue();

    agent = node.agent(client, name);
    agent.start();
    node.container("77");
    await(() -> eciNode().get().getStatus().containers().protectedCount() == 1);
    node.removeContainer("77");
    assertThat(isLabelled()).isTrue();
    assertThat(node.containerd.restarts).isEqualTo(1);
    assertThat(node.files()).isEqualTo(installed);
    assertThat(eciNode().get().getStatus().conditions()).isEqualTo(before.getStatus().conditions());
  }

  @Test
  void listsUnprotectedContainers() throws IOException {
    node.plainContainer("99", "exempt", "tool");
    becomesReady();
    await(() -> eciNode().get().getStatus().containers().unprotectedCount() == 1);
    assertThat(eciNode().get().getStatus().containers().unprotected())
        .containsExactly(
            new EciNodeStatus.UnprotectedContainer("exempt", "tool", "main", "Exempt"));
    assertThat(agent.snapshot().unprotected()).hasSize(1);
    node.removeContainer("99");
    await(() -> eciNode().get().getStatus().containers().unprotected() == null);
  }

  @Test
  void restoresLostLabelAndRemovesItWithoutHandler() {
    becomesReady();
    removeLabel();
    await(this::isLabelled);
    kubeletOffersHandler(false);
    await(() -> !isLabelled());
    await(() -> condition("Ready").equals("False WaitingForKubelet"));
  }

  @Test
  void keepsLabelWhileContainerNeedsIt() throws IOException {
    becomesReady();
    node.container("4243");
    kubeletOffersHandler(false);
    await(() -> condition("Ready").equals("False WaitingForKubelet"));
    assertThat(isLabelled()).isTrue();

    agent.close();
    removeLabel();
    agent = node.agent(client, name);
    agent.start();
    await(this::isLabelled);
    assertThat(condition("Ready")).isEqualTo("False WaitingForKubelet");
    assertThat(taints()).as("the node is not being removed").isEmpty();

    node.removeContainer("4243");
    await(() -> !isLabelled());
  }

  @Test
  void keepsLabelWhileContainerdIsNotFound() throws IOException {
    becomesReady();
    agent.close();
    Files.delete(node.root.locate(InstallPaths.RECORD));
    node.stopContainerd();
    agent = node.agent(client, name);
    agent.start();
    await(() -> condition("Ready").equals("False EngineNotFound"));
    assertThat(isLabelled()).as("its containers are not known").isTrue();
  }

  @Test
  void removesNothingRightAfterBoot() throws IOException {
    becomesReady();
    node.bootedBefore(Duration.ofSeconds(20));
    desire(DesiredState.Removed);
    await(() -> condition("Installed").equals("True WaitingForContainers"));
    assertThat(node.root.locate("/opt/eci/bin/eci-runtime")).exists();

    node.bootedBefore(Duration.ofMinutes(3));
    await(() -> condition("Installed").equals("False Removed"));
  }

  /** Uninstalling the product waits for the last protected pod first. */
  @Test
  void doesNotTaintWhenEverythingIsUninstalled() throws IOException {
    becomesReady();
    node.container("4244");
    eciNode()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"eci.dev/removed-by-uninstall\":\"true\"}},\"spec\":{\"desiredState\":\"Removed\"}}");
    await(() -> condition("Installed").equals("True WaitingForContainers"));
    assertThat(taints()).isEmpty();
    node.removeContainer("4244");
  }

  @Test
  void restoresStatusThatOperatorChanged() {
    becomesReady();
    EciNode lost = eciNode().get();
    lost.getStatus().conditions().stream()
        .filter(c -> c.getType().equals("Ready"))
        .forEach(c -> c.setStatus("Unknown"));
    lost.getMetadata().setManagedFields(null);
    admin.resource(lost).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), lost);
    await(() -> condition("Ready").equals("True Ready"));
  }

  @Test
  void reportsReasonWhenNodeIsUnsupported() throws IOException {
    node.stopContainerd();
    agent.start();
    await(() -> condition("Ready").equals("False EngineNotFound"));
    assertThat(condition("Installed")).isEqualTo("False EngineNotFound");
    assertThat(Files.exists(node.root.locate("/opt/eci"))).isFalse();

    node.startContainerd();
    kubeletOffersHandler(true);
    await(() -> condition("Ready").equals("True Ready"));
  }

  @Test
  void rollsBackWhenContainerdDoesNotStart() throws IOException {
    Map<String, String> before = node.files();
    node.containerd.broken = true;
    kubeletOffersHandler(true);
    agent.start();
    await(() -> condition("Installed").equals("False RolledBack"));
    assertThat(isLabelled()).isFalse();
    assertThat(node.files())
        .containsAllEntriesOf(before)
        .doesNotContainKey("etc/containerd/eci.d/eci.toml");
  }

  @Test
  void honorsDesiredStateSetBeforeStart() throws IOException {
    Map<String, String> before = node.files();
    EciNode removed = new EciNode();
    removed.setMetadata(new ObjectMetaBuilder().withName(name).build());
    removed.setSpec(new EciNodeSpec(DesiredState.Removed));
    admin.resource(removed).create();

    agent.start();
    await(() -> condition("Installed").equals("False Removed"));
    assertThat(node.files()).isEqualTo(before);
    assertThat(node.containerd.restarts).isZero();
    assertThat(eciNode().get().getSpec().desiredState()).isEqualTo(DesiredState.Removed);
  }
}
