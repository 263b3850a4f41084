// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicyStatus.ImageVersion;
import dev.eci.crds.v1alpha1.EciPolicyStatus.NodeCounts;
import dev.eci.crds.v1alpha1.EciPolicyStatus.ResolvedImage;
import dev.eci.operator.config.RegistryRefreshSettings;
import dev.eci.registry.testing.LoopbackRegistry;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PolicyStatusTest extends ApiServerTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  private static LoopbackRegistry registry;

  @BeforeAll
  static void startRegistry() throws IOException {
    registry = LoopbackRegistry.start();
  }

  @AfterAll
  static void stopRegistry() throws IOException {
    registry.close();
  }

  @Test
  void reportsImagesAndNodes() throws IOException {
    String pushed = registry.push("docker").image("cli", "one");
    apply(
        policy(
            "one",
            "{dockerSocketMount: {imageList: {images: ['%s/docker:cli', 'alpine@%s']}}}"
                .formatted(registry.host(), DIGEST)));
    node("node-a", true);
    node("node-b", false);
    try (var _ = RunningOperator.start()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      eventually(() -> {
        var status = cluster.resources(EciPolicy.class).withName("one").get().getStatus();
        assertThat(status.observedGeneration()).isEqualTo(1);
        assertThat(status.images())
            .extracting(ResolvedImage::image)
            .containsExactly(registry.host() + "/docker:cli", "docker.io/library/alpine@" + DIGEST);
        assertThat(status.images().getFirst().versions())
            .extracting(ImageVersion::digest)
            .containsExactly(pushed);
        assertThat(status.nodes()).isEqualTo(new NodeCounts(1, 2, "1/2"));
      });
      assertThat(condition("one", "ImagesResolved"))
          .extracting("status", "reason")
          .containsExactly("True", "Resolved");
      assertThat(condition("one", "NodesProtected").getMessage())
          .contains("node-b")
          .doesNotContain("node-a");

      node("node-b", true);
      eventually(
          () -> assertThat(condition("one", "NodesProtected").getStatus()).isEqualTo("True"));
    }
  }

  @Test
  void isNotReadyWithoutWebhook() {
    apply(policy("one", "{}"));
    try (var _ = RunningOperator.start()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      cluster.resource(ApiServer.webhookEndpoint(false)).forceConflicts().serverSideApply();
      awaitReady("one", "False", "WebhookUnavailable");
      assertThat(condition("one", "Ready").getMessage()).contains("so new pods are denied");
    } finally {
      cluster.resource(ApiServer.webhookEndpoint(true)).forceConflicts().serverSideApply();
    }
  }

  @Test
  void reportsEveryError() {
    apply(
        policy(
            "one",
            "{dockerSocketMount: {imageList: {images: ['UPPER', 'docker:cli', '*']}}, hostPaths: {allowed: ['relative']}}"));
    try (var _ = RunningOperator.start()) {
      awaitReady("one", "False", "InvalidSpec");
      assertThat(condition("one", "Ready").getMessage())
          .contains("spec.dockerSocketMount.imageList.images", "spec.hostPaths.allowed[0]");
      // fails closed: the webhook still reviews the pods that an invalid policy may select
      assertThat(validating("eci-pods")).isNotNull();
    }
  }

  @Test
  void keepsTransitionTimeAndReportsTransitionsOnce() throws InterruptedException {
    apply(policy("one", "{}"));
    try (var _ = RunningOperator.start()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      String since = condition("one", "Ready").getLastTransitionTime();
      Thread.sleep(Duration.ofMillis(1100));

      apply(policy("one", "{hostPaths: {allowed: ['/srv/data']}}"));
      node("node-a", true);
      eventually(() -> {
        assertThat(condition("one", "Ready").getObservedGeneration()).isEqualTo(2);
        assertThat(condition("one", "NodesProtected").getStatus()).isEqualTo("True");
      });
      assertThat(condition("one", "Ready").getLastTransitionTime()).isEqualTo(since);
      eventually(() ->
          assertThat(events())
              .extracting(Event::getReason, Event::getType)
              .containsExactly(tuple("ReconcileSucceeded", "Normal")));

      apply(policy("one", "{enabled: false}"));
      awaitReady("one", "False", "Disabled");
      assertThat(condition("one", "Ready").getLastTransitionTime()).isGreaterThan(since);
      apply(policy("one", "{hostPaths: {allowed: ['relative']}}"));
      awaitReady("one", "False", "InvalidSpec");
      apply(policy("one", "{}"));
      awaitReady("one", "True", "ReconcileSucceeded");
      eventually(() ->
          assertThat(events())
              .extracting(Event::getReason)
              .containsExactly("ReconcileSucceeded", "Disabled", "ReconcileSucceeded"));
      Event first = events().getFirst();
      assertThat(first.getRegarding().getKind()).isEqualTo("EciPolicy");
      assertThat(first.getRegarding().getName()).isEqualTo("one");
      assertThat(first.getNote()).contains("eci");
    }
  }

  @Test
  void restartReportsNothingTwice() throws InterruptedException {
    apply(policy("one", "{}"));
    try (var _ = RunningOperator.start()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      eventually(() -> assertThat(events()).hasSize(1));
      eventually(() ->
          assertThat(
                  cluster
                      .resources(EciPolicy.class)
                      .withName("one")
                      .get()
                      .getStatus()
                      .backgroundScan())
              .isNotNull());
    }
    var before = versions();
    try (var _ = RunningOperator.start()) {
      eventually(() -> assertThat(leader()).isNotEqualTo(""));
      Thread.sleep(Duration.ofSeconds(6));
      before.remove("ValidatingWebhookConfiguration/eci-policies");
      assertThat(versions()).containsAllEntriesOf(before);
      assertThat(events()).hasSize(1);
    }
  }

  private String leader() {
    return cluster
        .leases()
        .inNamespace(ApiServer.NAMESPACE)
        .withName("eci-operator")
        .get()
        .getSpec()
        .getHolderIdentity();
  }

  private List<Event> events() {
    return cluster.events().v1().events().inNamespace("default").list().getItems().stream()
        // apply() deletes a webhook, which is repaired
        .filter(event -> event.getRegarding().getKind().equals("EciPolicy"))
        .sorted(Comparator.comparing(event -> event.getEventTime().getTime()))
        .toList();
  }

  /**
   * SOCK-2, SOCK-6: the tag moves, the registry becomes unavailable, another operator takes over.
   */
  @Test
  void keepsPreviousDigestOfMovedTag() throws IOException {
    String first = registry.push("moving").image("latest", "first");
    apply(
        policy(
            "one",
            "{dockerSocketMount: {imageList: {images: ['%s/moving']}}}"
                .formatted(registry.host())));
    String second;
    try (var _ =
        RunningOperator.start(
            new RegistryRefreshSettings(
                Set.of(), Optional.empty(), Optional.empty(), Duration.ofSeconds(1)),
            RunningOperator.CERTIFICATES)) {
      eventually(() -> assertThat(digests()).containsExactly(first));
      second = registry.push("moving").image("latest", "second");
      eventually(() -> assertThat(digests()).containsExactly(second, first));
    }
    registry.stop();
    try (var _ = RunningOperator.start()) {
      eventually(() ->
          assertThat(condition("one", "ImagesResolved"))
              .extracting("status", "reason")
              .containsExactly("True", "RegistryUnavailable"));
      assertThat(digests()).containsExactly(second, first);
    } finally {
      registry.startAgain();
    }
  }

  private List<String> digests() {
    var status = cluster.resources(EciPolicy.class).withName("one").get().getStatus();
    return status == null
            || status.images() == null
            || status.images().getFirst().versions() == null
        ? List.of()
        : status.images().getFirst().versions().stream().map(ImageVersion::digest).toList();
  }
}
