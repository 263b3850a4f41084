// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.v1alpha1.EciPolicy;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterObjectsTest extends ApiServerTest {

  @Test
  void validatesOnlyPoliciesWithoutPolicy() {
    try (var _ = RunningOperator.start()) {
      eventually(() -> assertThat(validating("eci-policies")).isNotNull());
      assertThat(
              validating("eci-policies").getWebhooks().getFirst().getClientConfig().getCaBundle())
          .isNotEmpty();
      assertThat(validating("eci-pods")).isNull();
      assertThat(mutating("eci-pods")).isNull();
      assertThat(cluster.resources(RuntimeClass.class).list().getItems()).isEmpty();
    }
  }

  @Test
  void createsObjectsOfPolicy() {
    apply(policy("one", "{}"));
    try (var _ = RunningOperator.start()) {
      awaitReady("one", "True", "ReconcileSucceeded");

      assertThat(runtimeClass("eci").getHandler()).isEqualTo("eci");
      assertThat(runtimeClass("eci").getScheduling().getNodeSelector())
          .containsExactly(Map.entry("eci.dev/runtime", "ready"));
      assertThat(runtimeClass("eci").getMetadata().getLabels())
          .containsEntry("app.kubernetes.io/managed-by", "eci-operator");
      assertThat(runtimeClass("eci").getMetadata().getOwnerReferences())
          .as("garbage collection would not wait for pods")
          .isEmpty();
      assertThat(validating("eci-policies").getMetadata().getOwnerReferences()).isEmpty();
      assertThat(owners(validating("eci-pods").getMetadata().getOwnerReferences()))
          .containsExactly("one");
      assertThat(owners(mutating("eci-pods").getMetadata().getOwnerReferences()))
          .containsExactly("one");

      var validation = validating("eci-pods").getWebhooks().getFirst();
      assertThat(validation.getFailurePolicy()).isEqualTo("Fail");
      assertThat(validation.getClientConfig().getService().getPath()).isEqualTo("/validate-pods");
      assertThat(validation.getNamespaceSelector().getMatchExpressions().getFirst().getValues())
          .containsExactly("eci-system", "kube-system");
      assertThat(mutating("eci-pods").getWebhooks().getFirst().getReinvocationPolicy())
          .isEqualTo("IfNeeded");
    }
  }

  @Test
  void sharesObjectsBetweenPolicies() {
    apply(policy("one", "{}"));
    apply(policy("two", "{runtime: {className: team-b}}"));
    try (var _ = RunningOperator.start()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      awaitReady("two", "True", "ReconcileSucceeded");
      assertThat(owners(validating("eci-pods").getMetadata().getOwnerReferences()))
          .containsExactlyInAnyOrder("one", "two");

      cluster.resource(policy("two", "{}")).delete();

      eventually(() -> assertThat(runtimeClass("team-b")).isNull());
      eventually(() ->
          assertThat(owners(validating("eci-pods").getMetadata().getOwnerReferences()))
              .containsExactly("one"));
      assertThat(runtimeClass("eci")).isNotNull();
      assertThat(condition("one", "Ready").getStatus()).isEqualTo("True");
    }
  }

  @Test
  void deletesObjectsOfDisabledPolicy() {
    apply(policy("one", "{}"));
    try (var _ = RunningOperator.start()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      apply(policy("one", "{enabled: false}"));
      awaitReady("one", "False", "Disabled");
      eventually(this::assertNoObjectsOfPolicies);
      eventually(() -> assertThat(validating("eci-policies")).isNotNull());
    }
  }

  @Test
  void deletesObjectsOfLastPolicy() {
    apply(policy("one", "{}"));
    try (var _ = RunningOperator.start()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      cluster.resource(policy("one", "{}")).delete();
      eventually(this::assertNoObjectsOfPolicies);
    }
  }

  /** Its pods need it to start again, as after a reboot; the rest goes with the policy. */
  @Test
  void keepsRuntimeClassWhilePodsUseIt() {
    apply(policy("one", "{}"));
    try (var _ = RunningOperator.start()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      pod(UNREVIEWED, "runs", "", "eci");
      cluster.resource(policy("one", "{}")).delete();
      eventually(() -> {
        assertThat(validating("eci-pods")).isNull();
        assertThat(mutating("eci-pods")).isNull();
      });
      assertThat(runtimeClass("eci")).isNotNull();
    }
    cluster.leases().inNamespace(ApiServer.NAMESPACE).delete();
    try (var _ = RunningOperator.start()) {
      eventually(() -> assertThat(validating("eci-policies")).isNotNull());
      assertThat(runtimeClass("eci")).isNotNull();
      cluster.pods().inNamespace(UNREVIEWED).withName("runs").withGracePeriod(0).delete();
      eventually(this::assertNoObjectsOfPolicies);
    }
  }

  /** Up to version 0.1.0, the policies owned it. */
  @Test
  void takesOwnersAwayFromRuntimeClass() {
    EciPolicy owner = apply(policy("one", "{}"));
    cluster
        .resource(
            new RuntimeClassBuilder()
                .withNewMetadata()
                .withName("eci")
                .addToLabels("app.kubernetes.io/managed-by", "eci-operator")
                .addNewOwnerReference()
                .withApiVersion("eci.dev/v1alpha1")
                .withKind("EciPolicy")
                .withName("one")
                .withUid(owner.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .withHandler("eci")
                .build())
        .fieldManager("eci-operator")
        .serverSideApply();
    try (var _ = RunningOperator.start()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      eventually(
          () -> assertThat(runtimeClass("eci").getMetadata().getOwnerReferences()).isEmpty());
    }
  }

  @Test
  void deletesObjectsLeftFromBefore() {
    apply(policy("one", "{}"));
    try (var _ = RunningOperator.start()) {
      awaitReady("one", "True", "ReconcileSucceeded");
    }
    cluster.resource(policy("one", "{}")).delete();
    assertThat(runtimeClass("eci")).isNotNull();
    cluster.leases().inNamespace(ApiServer.NAMESPACE).delete();
    try (var _ = RunningOperator.start()) {
      eventually(this::assertNoObjectsOfPolicies);
    }
  }

  private void assertNoObjectsOfPolicies() {
    assertThat(cluster.resources(RuntimeClass.class).list().getItems()).isEmpty();
    assertThat(validating("eci-pods")).isNull();
    assertThat(mutating("eci-pods")).isNull();
  }

  private static List<String> owners(List<OwnerReference> references) {
    return references.stream().map(OwnerReference::getName).toList();
  }
}
