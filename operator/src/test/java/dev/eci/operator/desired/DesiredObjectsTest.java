// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.v1alpha1.EciFallbackParameters;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.Samples;
import dev.eci.operator.policy.ParsedPolicies;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The objects as YAML, which is what reviewers of a cluster read. */
class DesiredObjectsTest {
  private static final CaSource BUNDLE = new CaSource.Bundle("PEM");
  private static final EciPolicy ONE = Samples.policy("one", "{}");
  private static final EciPolicy TWO =
      Samples.policy(
          "two",
          "{mode: Warn, runtime: {className: team-b}, workloads: [{group: argoproj.io, resource: rollouts, templates: [spec.template]}]}");
  private static final EciPolicy THREE = Samples.policy("three", "{mode: Audit}");

  @Test
  void createsOnlyPolicyValidationWithoutPolicies() {
    assertThat(desired(List.of(), BUNDLE))
        .extracting(DesiredObjectsTest::reference)
        .containsExactly(
            "ValidatingWebhookConfiguration/eci-policies",
            "ValidatingAdmissionPolicy/eci-agent-own-node",
            "ValidatingAdmissionPolicyBinding/eci-agent-own-node",
            "ValidatingAdmissionPolicy/eci-node-label",
            "ValidatingAdmissionPolicyBinding/eci-node-label",
            "ValidatingAdmissionPolicy/eci-operator-own-names",
            "ValidatingAdmissionPolicyBinding/eci-operator-own-names",
            "ValidatingAdmissionPolicy/eci-locked-policies",
            "ValidatingAdmissionPolicyBinding/eci-locked-policies");
  }

  @Test
  void createsObjectsOfPolicies() throws IOException {
    List<HasMetadata> objects = desired(List.of(ONE, TWO, THREE), BUNDLE);
    assertThat(
            yaml(
                objects.stream()
                    .filter(o -> !o.getKind().contains("Admission"))
                    .filter(o -> !(o instanceof EciFallbackParameters))
                    .toList()))
        .isEqualTo(expected("objects.yaml"));
    assertThat(objects.getFirst()).isInstanceOf(EciFallbackParameters.class);
    assertThat(objects)
        .extracting(DesiredObjectsTest::reference)
        .contains(
            "ValidatingAdmissionPolicy/eci-fallback",
            "ValidatingAdmissionPolicyBinding/eci-fallback");
  }

  @Test
  void createsNoFallbackPolicyWithoutEnforcePolicy() {
    assertThat(desired(List.of(TWO, THREE), BUNDLE))
        .extracting(DesiredObjectsTest::reference)
        .noneMatch(reference -> reference.endsWith("eci-fallback"));
  }

  /** A disabled policy stays locked. */
  @Test
  void oneLockedPolicyLocksOurObjects() {
    EciPolicy locked = Samples.policy("locked", "{enabled: false, locked: true}");
    assertThat(desired(List.of(locked), BUNDLE))
        .extracting(DesiredObjectsTest::reference)
        .contains(
            "ValidatingAdmissionPolicy/eci-locked-namespace",
            "ValidatingAdmissionPolicyBinding/eci-locked-cluster");
    assertThat(desired(List.of(ONE), BUNDLE))
        .extracting(DesiredObjectsTest::reference)
        .noneMatch(reference -> reference.endsWith("eci-locked-namespace"));
  }

  @Test
  void withCertManager() {
    assertThat(desired(List.of(ONE), new CaSource.InjectedFrom("eci-system/eci-webhook")))
        .filteredOn(object -> object.getKind().endsWith("WebhookConfiguration"))
        .hasSize(3)
        .allSatisfy(object -> {
          assertThat(object.getMetadata().getAnnotations())
              .containsEntry("cert-manager.io/inject-ca-from", "eci-system/eci-webhook");
          assertThat(yaml(List.of(object))).doesNotContain("caBundle");
        });
  }

  private static List<HasMetadata> desired(List<EciPolicy> policies, CaSource caSource) {
    return DesiredObjects.of(
        ParsedPolicies.of(policies),
        caSource,
        new InstallationContext(
            "eci-system",
            List.of("eci-system", "kube-system"),
            List.of("system:masters", "eci:admins"),
            List.of()),
        Instant.parse("2026-11-25T00:00:00Z"));
  }

  private static String reference(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  private static String yaml(List<HasMetadata> objects) {
    var serialization = new KubernetesSerialization();
    return objects.stream().map(serialization::asYaml).reduce("", String::concat);
  }

  private static String expected(String file) throws IOException {
    try (InputStream in = DesiredObjectsTest.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
