// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.selector.Exemption;
import dev.eci.policy.selector.PodSubject;
import dev.eci.policy.selector.Selector;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The pods that a policy protects: both selectors, and no exemption. */
class PolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Policy POLICY =
      PolicyBuilder.named(
          "default",
          p -> {
            p.namespaces = new Selector(Map.of("eci", "on"), List.of());
            p.pods = new Selector(Map.of("tier", "web"), List.of());
            p.exemptions =
                List.of(
                    new Exemption(
                        List.of("kube-system"),
                        List.of(),
                        List.of(),
                        "node-level pods",
                        Optional.empty()));
          });

  @Test
  void requiresBothSelectorsToMatch() {
    assertThat(appliesTo("app", Map.of("eci", "on"), Map.of("tier", "web"))).isTrue();
    assertThat(appliesTo("app", Map.of(), Map.of("tier", "web"))).isFalse();
    assertThat(appliesTo("app", Map.of("eci", "on"), Map.of())).isFalse();
    assertThat(appliesTo("app", Map.of("tier", "web"), Map.of("eci", "on"))).isFalse();
  }

  @Test
  void doesNotApplyToExemptPods() {
    assertThat(appliesTo("kube-system", Map.of("eci", "on"), Map.of("tier", "web"))).isFalse();
  }

  @Test
  void selectsByNamespaceAloneOnNode() {
    assertThat(POLICY.mightSelectNamespace(Map.of("eci", "on"))).isTrue();
    assertThat(POLICY.mightSelectNamespace(Map.of("eci", "off"))).isFalse();
  }

  private static boolean appliesTo(
      String namespace, Map<String, String> namespaceLabels, Map<String, String> labels) {
    var images = List.of(ImageReference.parse("busybox"));
    return POLICY.protects(
        new PodSubject(namespace, namespaceLabels, labels, "default", images, true), NOW);
  }
}
