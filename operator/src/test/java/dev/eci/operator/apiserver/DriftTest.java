// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.v1alpha1.EciPolicy;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriftTest extends ApiServerTest {
  private RunningOperator operator;

  @BeforeEach
  void start() {
    apply(policy("one", "{}"));
    operator = RunningOperator.start();
    awaitReady("one", "True", "ReconcileSucceeded");
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void writesNothingWithoutChanges() throws InterruptedException {
    node("node-a", true);
    eventually(() -> assertThat(condition("one", "NodesProtected").getStatus()).isEqualTo("True"));
    Thread.sleep(Duration.ofSeconds(2));
    Map<String, String> before = versions();
    assertThat(before)
        .containsKeys(
            "EciPolicy/one",
            "Secret/eci-webhook-tls",
            "RuntimeClass/eci",
            "ValidatingWebhookConfiguration/eci-policies");
    Thread.sleep(Duration.ofSeconds(6));
    assertThat(versions()).isEqualTo(before);
  }

  @Test
  void recreatesDeletedObjects() {
    cluster.resources(RuntimeClass.class).withName("eci").delete();
    cluster
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName("eci-pods")
        .delete();
    cluster.admissionRegistration().v1().validatingWebhookConfigurations().delete();
    eventually(() -> {
      assertThat(runtimeClass("eci")).isNotNull();
      assertThat(mutating("eci-pods")).isNotNull();
      assertThat(validating("eci-pods")).isNotNull();
      assertThat(validating("eci-policies")).isNotNull();
    });
  }

  @Test
  void revertsEditedFields() {
    editWebhook(webhook -> webhook.toBuilder().withFailurePolicy("Ignore").build());
    eventually(() -> assertThat(podsWebhook().getFailurePolicy()).isEqualTo("Fail"));

    editWebhook(webhook ->
        webhook.toBuilder()
            .withObjectSelector(
                new LabelSelectorBuilder().addToMatchLabels("never", "there").build())
            .build());
    eventually(() -> assertThat(podsWebhook().getObjectSelector().getMatchLabels()).isEmpty());

    editWebhook(webhook -> webhook.toBuilder().withRules(webhook.getRules().getFirst()).build());
    eventually(() -> assertThat(podsWebhook().getRules()).hasSize(5));

    cluster
        .resources(RuntimeClass.class)
        .withName("eci")
        .edit(seen ->
            new RuntimeClassBuilder(seen)
                .editScheduling()
                .withNodeSelector(Map.of())
                .endScheduling()
                .build());
    eventually(() ->
        assertThat(runtimeClass("eci").getScheduling().getNodeSelector())
            .containsKey("eci.dev/runtime"));
  }

  /** The Event names the client, as far as the API server knows it. */
  @Test
  void reportsWhoChangedWhat() throws InterruptedException {
    editWebhook(webhook -> webhook.toBuilder().withFailurePolicy("Ignore").build());
    eventually(() -> {
      assertThat(podsWebhook().getFailurePolicy()).isEqualTo("Fail");
      assertThat(repairs())
          .singleElement()
          .satisfies(event -> {
            assertThat(event.getRegarding().getKind()).isEqualTo("ValidatingWebhookConfiguration");
            assertThat(event.getRegarding().getName()).isEqualTo("eci-pods");
            assertThat(event.getType()).isEqualTo("Warning");
            assertThat(event.getNote())
                .contains("was changed by \"fabric8")
                .endsWith("; the operator restored it.");
          });
    });

    cluster.resources(RuntimeClass.class).withName("eci").delete();
    eventually(() ->
        assertThat(repairs())
            .hasSize(2)
            .anySatisfy(event ->
                assertThat(event.getNote())
                    .startsWith("RuntimeClass eci was deleted by another client")));

    cluster.resource(policy("one", "{}")).delete();
    eventually(() -> assertThat(validating("eci-pods")).isNull());
    Thread.sleep(Duration.ofSeconds(1));
    assertThat(repairs()).as("a changed policy is no repair").hasSize(2);
  }

  private List<Event> repairs() {
    return cluster.events().v1().events().inNamespace("default").list().getItems().stream()
        .filter(event -> event.getReason().equals("Repaired"))
        // apply() deletes it for each policy
        .filter(event -> !event.getRegarding().getName().equals("eci-policies"))
        .toList();
  }

  @Test
  void repairsAgentPolicy() {
    var bindings = cluster.admissionRegistration().v1().validatingAdmissionPolicyBindings();
    bindings.withName("eci-agent-own-node").delete();
    eventually(() -> assertThat(bindings.withName("eci-agent-own-node").get()).isNotNull());
  }

  @Test
  void removesNarrowingConditions() {
    editWebhook(webhook ->
        webhook.toBuilder()
            .addNewMatchCondition()
            .withName("never")
            .withExpression("false")
            .endMatchCondition()
            .build());
    eventually(() ->
        assertThat(podsWebhook().getMatchConditions())
            .extracting("name")
            .containsExactly("spec-changes", "not-plain"));
  }

  /**
   * The fallback admission policy protects while the webhook is unavailable, so an edited one must
   * not stay ineffective.
   */
  @Test
  void repairsFallbackPolicy() {
    var policies = cluster.admissionRegistration().v1().validatingAdmissionPolicies();
    var bindings = cluster.admissionRegistration().v1().validatingAdmissionPolicyBindings();
    policies.withName("eci-fallback").delete();
    bindings.withName("eci-fallback").delete();
    eventually(() -> {
      assertThat(policies.withName("eci-fallback").get()).isNotNull();
      assertThat(bindings.withName("eci-fallback").get()).isNotNull();
    });
    policies
        .withName("eci-fallback")
        .edit(p ->
            p.toBuilder()
                .editSpec()
                .addNewMatchCondition("false", "never")
                .editMatchConstraints()
                .addNewExcludeResourceRule()
                .withApiGroups("")
                .withApiVersions("v1")
                .withOperations("*")
                .withResources("pods")
                .endExcludeResourceRule()
                .endMatchConstraints()
                .endSpec()
                .build());
    bindings
        .withName("eci-fallback")
        .edit(b ->
            b.toBuilder()
                .editSpec()
                .withNewMatchResources()
                .withNewNamespaceSelector()
                .addToMatchLabels("never", "there")
                .endNamespaceSelector()
                .endMatchResources()
                .endSpec()
                .build());
    eventually(() -> {
      var spec = policies.withName("eci-fallback").get().getSpec();
      assertThat(spec.getMatchConditions()).extracting("name").doesNotContain("never");
      assertThat(spec.getMatchConstraints().getExcludeResourceRules()).isEmpty();
      assertThat(bindings.withName("eci-fallback").get().getSpec().getMatchResources()).isNull();
    });
  }

  @Test
  void removesFurtherWebhooks() {
    List<String> desired = names(validating("eci-pods"));
    cluster
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName("eci-pods")
        .edit(seen ->
            seen.toBuilder()
                .addToWebhooks(
                    new ValidatingWebhookBuilder(seen.getWebhooks().getFirst())
                        .withName("further.example.com")
                        .build())
                .build());
    eventually(() -> assertThat(names(validating("eci-pods"))).isEqualTo(desired));
    assertThat(podsWebhook().getName()).isEqualTo("pods.eci.dev");
  }

  private static List<String> names(ValidatingWebhookConfiguration configuration) {
    return configuration.getWebhooks().stream().map(ValidatingWebhook::getName).toList();
  }

  @Test
  void restoresLabelOfOwnRuntimeClass() {
    cluster
        .resources(RuntimeClass.class)
        .withName("eci")
        .edit(seen -> seen.toBuilder().editMetadata().withLabels(Map.of()).endMetadata().build());
    eventually(() ->
        assertThat(runtimeClass("eci").getMetadata().getLabels())
            .containsEntry("app.kubernetes.io/managed-by", "eci-operator"));
    assertThat(condition("one", "Ready").getStatus()).isEqualTo("True");
  }

  @Test
  void keepsFieldsOfOtherManagers() throws InterruptedException {
    cluster
        .resources(RuntimeClass.class)
        .withName("eci")
        .edit(seen ->
            seen.toBuilder()
                .withNewOverhead()
                .addToPodFixed("memory", new io.fabric8.kubernetes.api.model.Quantity("8Mi"))
                .endOverhead()
                .build());
    Thread.sleep(Duration.ofSeconds(2));
    assertThat(runtimeClass("eci").getOverhead().getPodFixed()).containsKey("memory");
  }

  @Test
  void recreatesRuntimeClassWithOtherHandler() {
    operator.close();
    cluster.resources(RuntimeClass.class).withName("eci").delete();
    cluster
        .resource(
            new RuntimeClassBuilder()
                .withNewMetadata()
                .withName("eci")
                .addToLabels("app.kubernetes.io/managed-by", "eci-operator")
                .endMetadata()
                .withHandler("runc")
                .build())
        .create();
    operator = RunningOperator.start();
    // it does not exist between the delete and the create
    eventually(
        () -> assertThat(runtimeClass("eci")).isNotNull().extracting("handler").isEqualTo("eci"));
  }

  @Test
  void leavesOtherRuntimeClassesAlone() throws InterruptedException {
    cluster
        .resource(
            new RuntimeClassBuilder()
                .withNewMetadata()
                .withName("gvisor")
                .endMetadata()
                .withHandler("runsc")
                .build())
        .create();
    String version = runtimeClass("gvisor").getMetadata().getResourceVersion();
    apply(policy("two", "{runtime: {className: gvisor}}"));
    awaitReady("two", "False", "RuntimeClassConflict");
    assertThat(condition("two", "Ready").getMessage())
        .contains("gvisor", "kubectl label runtimeclass");
    Thread.sleep(Duration.ofSeconds(1));
    assertThat(runtimeClass("gvisor").getMetadata().getResourceVersion()).isEqualTo(version);
    assertThat(condition("one", "Ready").getStatus()).isEqualTo("True");

    cluster.resources(RuntimeClass.class).withName("gvisor").delete();
    awaitReady("two", "True", "ReconcileSucceeded");
    assertThat(runtimeClass("gvisor").getHandler()).isEqualTo("eci");
    assertThat(
            cluster
                .resources(EciPolicy.class)
                .withName("two")
                .get()
                .getStatus()
                .observedGeneration())
        .isEqualTo(1);
  }

  private ValidatingWebhook podsWebhook() {
    return validating("eci-pods").getWebhooks().getFirst();
  }

  private void editWebhook(java.util.function.UnaryOperator<ValidatingWebhook> edit) {
    cluster
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName("eci-pods")
        .edit(seen ->
            seen.toBuilder().withWebhooks(edit.apply(seen.getWebhooks().getFirst())).build());
  }
}
