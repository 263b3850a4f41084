// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciNodeSpec;
import dev.eci.crds.v1alpha1.EciNodeSpec.DesiredState;
import dev.eci.crds.v1alpha1.EciNodeStatus;
import dev.eci.operator.config.UninstallSettings;
import dev.eci.operator.uninstall.Uninstall;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UninstallTest extends ApiServerTest {
  private static final int REFUSED = 3;

  private Optional<String> confirmation = Optional.empty();
  private final List<String> out = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void helmUninstalls() {
    release("uninstalling");
  }

  /** As Helm stores a release; the content does not matter. */
  private void release(String status) {
    cluster
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("sh.helm.release.v1.eci.v4")
                .withNamespace(ApiServer.NAMESPACE)
                .addToLabels("owner", "helm")
                .addToLabels("name", "eci")
                .addToLabels("status", status)
                .endMetadata()
                .withType("helm.sh/release.v1")
                .build())
        .createOr(secret -> secret.update());
  }

  /** {@code helm template | kubectl apply} creates the job as well. */
  @Test
  void removesNothingUnlessHelmUninstalls() throws InterruptedException {
    release("deployed");
    deployment();
    eciNode("node-a", true);
    apply(policy("one", "{}"));
    try (var _ = RunningOperator.start()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      Map<String, String> before = versions();

      assertThat(uninstall(Duration.ofSeconds(5))).isEqualTo(REFUSED);
      confirmation = Optional.of("6f1e3d5e-0000-0000-0000-000000000000");
      assertThat(uninstall(Duration.ofSeconds(5))).isEqualTo(REFUSED);
      confirmation = Optional.empty();
      cluster.secrets().inNamespace(ApiServer.NAMESPACE).withLabel("owner", "helm").delete();
      assertThat(uninstall(Duration.ofSeconds(5))).isEqualTo(REFUSED);
      before.remove("Secret/sh.helm.release.v1.eci.v4");

      assertThat(versions()).isEqualTo(before);
      assertThat(desiredState("node-a")).isNotEqualTo(DesiredState.Removed);
      assertThat(out.getFirst())
          .startsWith(
              "nothing was removed: Helm release \"eci\" in namespace \"eci-system\" is not being uninstalled");
      assertThat(out.get(1)).contains("uninstall.confirm is not the UID");
      assertThat(events()).hasSize(3).allMatch(note -> note.startsWith("nothing was removed"));
    }
  }

  private List<String> events() {
    return cluster
        .events()
        .v1()
        .events()
        .inNamespace(ApiServer.NAMESPACE)
        .list()
        .getItems()
        .stream()
        .filter(event -> event.getReason().equals("UninstallRefused"))
        .map(event -> event.getNote())
        .toList();
  }

  @Test
  void uninstallsWithoutHelmWhenConfirmed() throws InterruptedException {
    cluster.secrets().inNamespace(ApiServer.NAMESPACE).withLabel("owner", "helm").delete();
    confirmation = Optional.of(namespaceUid());
    assertThat(uninstall(Duration.ofSeconds(5))).isZero();
  }

  @Test
  void refusesFirstWhileProtectedPodsRun() throws InterruptedException {
    deployment();
    eciNode("node-a", true);
    apply(policy("one", "{}"));
    try (var _ = RunningOperator.start();
        var agent = new Agent()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      agent.answer("node-a", "False");
      pod(UNREVIEWED, "web", "node-a", "eci");
      pod(UNREVIEWED, "plain", "node-a", null);
      Map<String, String> before = versions();

      assertThat(uninstall(Duration.ofSeconds(5))).isEqualTo(REFUSED);

      assertThat(out)
          .singleElement()
          .asString()
          .startsWith(
              "nothing was removed: 1 protected pod still needs ECI: kube-system/web on node-a. Switch the policies off");
      assertThat(versions()).isEqualTo(before);
      assertThat(desiredState("node-a")).isNotEqualTo(DesiredState.Removed);
      assertThat(events()).containsExactly(out.getFirst());

      cluster.pods().inNamespace(UNREVIEWED).withName("web").withGracePeriod(0).delete();
      assertThat(uninstall(Duration.ofSeconds(20))).isZero();
      assertNothingLeft();
    }
  }

  /** What could not be finished is undone, without help. */
  @Test
  void restoresProtectionWhenNodeIsNotClean() throws InterruptedException {
    deployment();
    eciNode("node-a", true);
    eciNode("node-b", true);
    apply(policy("one", "{}"));
    try (var _ = RunningOperator.start();
        var agent = new Agent()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      agent.answer("node-a", "False");
      agent.answer("node-b", "True");

      assertThat(uninstall(Duration.ofSeconds(3))).isEqualTo(1);

      assertThat(out.getLast())
          .isEqualTo("protection stays: the operator restores what was removed");
      awaitReady("one", "True", "ReconcileSucceeded");
      eventually(() -> {
        assertThat(validating("eci-pods")).isNotNull();
        assertThat(mutating("eci-pods")).isNotNull();
        assertThat(runtimeClass("eci")).isNotNull();
        assertThat(desiredState("node-a")).isEqualTo(DesiredState.Installed);
        assertThat(desiredState("node-b")).isEqualTo(DesiredState.Installed);
      });
    }
  }

  /** The uninstall was killed, or Helm failed after it. */
  @Test
  void operatorProtectsAgainWhenMarkerExpires() {
    deployment();
    apply(policy("one", "{}"));
    Instant until = Instant.now().plusSeconds(8);
    cluster
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("eci-uninstalling")
                .withNamespace(ApiServer.NAMESPACE)
                .endMetadata()
                .addToData("until", until.toString())
                .build())
        .create();
    try (var _ = RunningOperator.start()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      assertThat(Instant.now()).isAfter(until);
      assertThat(validating("eci-pods")).isNotNull();
      assertThat(
              cluster
                  .configMaps()
                  .inNamespace(ApiServer.NAMESPACE)
                  .withName("eci-uninstalling")
                  .get())
          .isNull();
    }
  }

  @Test
  void uninstallsWhileOperatorRuns() throws InterruptedException {
    Deployment deployment = deployment();
    apply(policy("one", "{}"));
    eciNode("node-a", true);
    eciNode("of-a-node-that-is-gone", false);
    cluster
        .resource(
            new RuntimeClassBuilder()
                .withNewMetadata()
                .withName("gvisor")
                .endMetadata()
                .withHandler("runsc")
                .build())
        .create();
    try (var _ = RunningOperator.start();
        var agent = new Agent()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      agent.answer("node-a", "False");

      assertThat(uninstall(Duration.ofSeconds(20))).isZero();

      assertThat(out).anyMatch(line -> line.equals("node node-a: clean"));
      assertThat(out).anyMatch(line -> line.startsWith("node of-a-node-that-is-gone: gone"));
      assertNothingLeft();
      assertThat(cluster.resources(RuntimeClass.class).withName("gvisor").get()).isNotNull();
      // the operator still runs and sees changes, but writes no objects
      awaitReady("one", "False", "Uninstalling");
      apply(policy("two", "{}"));
      awaitReady("two", "False", "Uninstalling");
      assertNothingLeft();
      var marker =
          cluster.configMaps().inNamespace(ApiServer.NAMESPACE).withName("eci-uninstalling").get();
      assertThat(marker.getMetadata().getOwnerReferences().getFirst().getUid())
          .isEqualTo(deployment.getMetadata().getUid());

      removeManually("node-kept-out");
      cluster.resource(marker).delete();
      awaitReady("one", "True", "ReconcileSucceeded");
      assertThat(desiredState("node-a")).isEqualTo(DesiredState.Installed);
      assertThat(desiredState("node-kept-out")).isEqualTo(DesiredState.Removed);
    }
  }

  /** The garbage collector is faster than the end of the operator's process. */
  @Test
  void installsNothingAgainAfterHelmDeletedOperator() throws InterruptedException {
    Deployment deployment = deployment();
    apply(policy("one", "{}"));
    eciNode("node-a", true);
    try (var _ = RunningOperator.start();
        var agent = new Agent()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      agent.answer("node-a", "False");
      assertThat(uninstall(Duration.ofSeconds(20))).isZero();

      cluster.resource(deployment).delete();
      cluster.configMaps().inNamespace(ApiServer.NAMESPACE).withName("eci-uninstalling").delete();
      Thread.sleep(Duration.ofSeconds(3));
      assertNothingLeft();
      assertThat(desiredState("node-a")).isEqualTo(DesiredState.Removed);
    }
  }

  private void removeManually(String name) {
    eciNode(name, true);
    cluster
        .resources(EciNode.class)
        .withName(name)
        .edit(node -> {
          node.setSpec(new EciNodeSpec(DesiredState.Removed));
          return node;
        });
  }

  private DesiredState desiredState(String name) {
    EciNodeSpec spec = cluster.resources(EciNode.class).withName(name).get().getSpec();
    return spec == null ? DesiredState.Installed : spec.desiredState();
  }

  @Test
  void reportsNodesThatAreNotClean() throws InterruptedException {
    eciNode("node-a", true);
    eciNode("node-b", true);
    eciNode("node-c", true);
    try (var agent = new Agent()) {
      agent.answer("node-a", "False");
      agent.answer("node-b", "True");
      cluster
          .nodes()
          .withName("node-c")
          .editStatus(seen ->
              new NodeBuilder(seen)
                  .editStatus()
                  .withConditions(nodeReady("Unknown"))
                  .endStatus()
                  .build());

      assertThat(uninstall(Duration.ofSeconds(3))).isEqualTo(1);
    }
    assertThat(out).anyMatch(line -> line.equals("node node-a: clean"));
    assertThat(out)
        .anyMatch(
            line -> line.startsWith("node node-b: not clean: the agent reports Installed=True"));
    assertThat(out)
        .anyMatch(line -> line.startsWith("node node-c: not clean: the node is not Ready"));
    assertThat(out.getLast()).startsWith("2 of 3 nodes are not clean").contains("node-b, node-c");
    assertThat(cluster.resources(EciNode.class).list().getItems())
        .allMatch(node -> node.getSpec().desiredState() == DesiredState.Removed);
    assertThat(
            cluster
                .configMaps()
                .inNamespace(ApiServer.NAMESPACE)
                .withName("eci-uninstalling")
                .get())
        .as("a marker that would never be deleted")
        .isNull();
  }

  private void assertNothingLeft() {
    assertThat(validating("eci-pods")).isNull();
    assertThat(validating("eci-policies")).isNull();
    assertThat(mutating("eci-pods")).isNull();
    assertThat(runtimeClass("eci")).isNull();
  }

  private int uninstall(Duration timeout) throws InterruptedException {
    try (KubernetesClient client = ApiServer.as("eci-uninstall")) {
      return new Uninstall(
              client,
              ApiServer.NAMESPACE,
              new UninstallSettings(
                  timeout, Duration.ofMillis(200), "eci-operator", "eci", confirmation),
              out::add)
          .run();
    }
  }

  private void eciNode(String name, boolean withNode) {
    node(name, true);
    if (withNode) {
      cluster
          .resource(
              new NodeBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .endMetadata()
                  .withNewStatus()
                  .withConditions(nodeReady("True"))
                  .endStatus()
                  .build())
          .create();
    }
  }

  private static NodeCondition nodeReady(String status) {
    return new NodeConditionBuilder()
        .withType("Ready")
        .withStatus(status)
        .withReason("Test")
        .build();
  }

  private Deployment deployment() {
    return cluster
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName("eci-operator")
                .withNamespace(ApiServer.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .withMatchLabels(Map.of("app", "eci-operator"))
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(Map.of("app", "eci-operator"))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("operator")
                .withImage("operator")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
  }

  /** What agents do: respond to a request for removal. */
  private final class Agent implements AutoCloseable {
    private final Watch watch;
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    Agent() {
      watch =
          cluster
              .resources(EciNode.class)
              .watch(
                  new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, EciNode node) {
                      react(node);
                    }

                    @Override
                    public void onClose(WatcherException cause) {}
                  });
    }

    void answer(String node, String installed) {
      answers.put(node, installed);
    }

    private void react(EciNode node) {
      String installed = answers.get(node.getMetadata().getName());
      boolean isRequested =
          node.getSpec() != null && node.getSpec().desiredState() == DesiredState.Removed;
      boolean hasResponded =
          node.getStatus() != null
              && Objects.equals(
                  node.getStatus().observedGeneration(), node.getMetadata().getGeneration());
      if (installed == null || !isRequested || hasResponded) {
        return;
      }
      node.setStatus(
          new EciNodeStatus(
              node.getMetadata().getGeneration(),
              List.of(
                  new ConditionBuilder()
                      .withType("Installed")
                      .withStatus(installed)
                      .withReason("Test")
                      .withMessage("containers still run")
                      .withLastTransitionTime("2026-11-01T00:00:00Z")
                      .build()),
              null,
              null,
              null));
      cluster.resource(node).patchStatus();
    }

    @Override
    public void close() {
      watch.close();
    }
  }
}
