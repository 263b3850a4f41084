package dev.eci.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The objects as YAML, which is what reviewers of a cluster see. */
class DesiredObjectsTest {
  private static final Trust BUNDLE = new Trust.Bundle("PEM");
  private static final EnabledPolicy ONE = new EnabledPolicy("one", "uid-one", "eci");
  private static final EnabledPolicy TWO = new EnabledPolicy("two", "uid-two", "team-b");
  private static final EnabledPolicy THREE = new EnabledPolicy("three", "uid-three", "eci");

  @Test
  void withoutPolicies() {
    assertThat(desired(List.of(), BUNDLE))
        .extracting(DesiredObjectsTest::reference)
        .containsExactly("ValidatingWebhookConfiguration/eci-policies");
  }

  @Test
  void withPolicies() throws IOException {
    assertThat(yaml(desired(List.of(ONE, TWO, THREE), BUNDLE))).isEqualTo(expected("objects.yaml"));
  }

  @Test
  void withCertManager() {
    assertThat(desired(List.of(ONE), new Trust.InjectedFrom("eci-system/eci-webhook")))
        .filteredOn(object -> object.getKind().endsWith("WebhookConfiguration"))
        .hasSize(3)
        .allSatisfy(object -> {
          assertThat(object.getMetadata().getAnnotations())
              .containsEntry("cert-manager.io/inject-ca-from", "eci-system/eci-webhook");
          assertThat(yaml(List.of(object))).doesNotContain("caBundle");
        });
  }

  private static List<HasMetadata> desired(List<EnabledPolicy> policies, Trust trust) {
    return DesiredObjects.of(policies, trust, "eci-system", List.of("eci-system", "kube-system"));
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
