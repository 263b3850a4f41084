// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.operator.config.UninstallSettings;
import dev.eci.operator.uninstall.Uninstall;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Up to version 0.1.0 the fallback admission policy was called eci-floor. */
class FormerFallbackPolicyTest extends ApiServerTest {
  private static final String FORMER = "eci-floor";

  @BeforeEach
  void createFormerPolicy() {
    cluster
        .resource(
            new ValidatingAdmissionPolicyBuilder()
                .withNewMetadata()
                .withName(FORMER)
                .addToLabels("app.kubernetes.io/managed-by", "eci-operator")
                .endMetadata()
                .withNewSpec()
                .withNewMatchConstraints()
                .addNewResourceRule()
                .withApiGroups("")
                .withApiVersions("v1")
                .withOperations("CREATE")
                .withResources("pods")
                .endResourceRule()
                .endMatchConstraints()
                .addNewValidation()
                .withExpression("true")
                .endValidation()
                .endSpec()
                .build())
        .create();
    cluster
        .resource(
            new ValidatingAdmissionPolicyBindingBuilder()
                .withNewMetadata()
                .withName(FORMER)
                .addToLabels("app.kubernetes.io/managed-by", "eci-operator")
                .endMetadata()
                .withNewSpec()
                .withPolicyName(FORMER)
                .withValidationActions("Deny")
                .endSpec()
                .build())
        .create();
    assertThat(policyExists(FORMER)).isTrue();
    assertThat(bindingExists(FORMER)).isTrue();
  }

  @Test
  void operatorReplacesFormerPolicy() {
    apply(policy("one", "{}"));
    try (var _ = RunningOperator.start()) {
      eventually(() -> {
        assertThat(policyExists("eci-fallback")).isTrue();
        assertThat(bindingExists("eci-fallback")).isTrue();
        assertThat(policyExists(FORMER)).isFalse();
        assertThat(bindingExists(FORMER)).isFalse();
      });
      awaitReady("one", "True", "ReconcileSucceeded");
    }
  }

  /** The uninstall may follow an upgrade before the new operator has replaced the policy. */
  @Test
  void uninstallDeletesFormerPolicy() throws InterruptedException {
    try (KubernetesClient client = ApiServer.as("eci-uninstall")) {
      var settings =
          new UninstallSettings(
              Duration.ofSeconds(5),
              Duration.ofMillis(200),
              "eci-operator",
              "eci",
              Optional.of(namespaceUid()));
      assertThat(new Uninstall(client, ApiServer.NAMESPACE, settings, line -> {}).run()).isZero();
    }
    assertThat(policyExists(FORMER)).isFalse();
    assertThat(bindingExists(FORMER)).isFalse();
  }

  private boolean policyExists(String name) {
    return cluster.admissionRegistration().v1().validatingAdmissionPolicies().withName(name).get()
        != null;
  }

  private boolean bindingExists(String name) {
    return cluster
            .admissionRegistration()
            .v1()
            .validatingAdmissionPolicyBindings()
            .withName(name)
            .get()
        != null;
  }
}
