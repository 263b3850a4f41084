// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.image.ImageReference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** More fields make an exemption narrower; within a field one entry is enough. */
class ExemptionTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void requiresAllFieldsToMatch() {
    var exemption =
        exemption(List.of("build", "ci"), List.of("ci/runner"), List.of("docker:*", "busybox"));

    assertThat(exemption.covers(subject("ci", "runner", "docker:cli"), NOW)).isTrue();
    assertThat(exemption.covers(subject("ci", "default", "docker:cli"), NOW)).isFalse();
    assertThat(exemption.covers(subject("build", "runner", "docker:cli"), NOW)).isFalse();
    assertThat(exemption.covers(subject("ci", "runner", "alpine"), NOW)).isFalse();
  }

  @Test
  void requiresOneEntryPerField() {
    var exemption = exemption(List.of("build", "ci"), List.of(), List.of());

    assertThat(exemption.covers(subject("build", "any", "any"), NOW)).isTrue();
    assertThat(exemption.covers(subject("ci", "any", "any"), NOW)).isTrue();
    assertThat(exemption.covers(subject("cin", "any", "any"), NOW)).isFalse();
  }

  @Test
  void matchesServiceAccountWithNamespace() {
    var exemption = exemption(List.of(), List.of("ci/runner"), List.of());

    assertThat(exemption.covers(subject("ci", "runner", "any"), NOW)).isTrue();
    assertThat(exemption.covers(subject("other", "runner", "any"), NOW)).isFalse();
  }

  @Test
  void requiresAllImagesToMatch() {
    var exemption = exemption(List.of(), List.of(), List.of("docker:*", "busybox"));

    assertThat(exemption.covers(subject("n", "a", "docker:cli", "busybox:latest"), NOW)).isTrue();
    assertThat(exemption.covers(subject("n", "a", "docker:cli", "alpine"), NOW)).isFalse();
    assertThat(exemption.covers(subject("n", "a"), NOW)).isFalse();
  }

  @Test
  void doesNotMatchInvalidImage() {
    var exemption = exemption(List.of(), List.of(), List.of("*"));
    var known = List.of(ImageReference.parse("busybox"));

    assertThat(exemption.covers(subject(known, true), NOW)).isTrue();
    assertThat(exemption.covers(subject(known, false), NOW)).isFalse();
  }

  @Test
  void expires() {
    var exemption =
        new Exemption(List.of("ci"), List.of(), List.of(), "migration", Optional.of(NOW));

    assertThat(exemption.covers(subject("ci", "a", "x"), NOW.minusNanos(1))).isTrue();
    assertThat(exemption.covers(subject("ci", "a", "x"), NOW)).isFalse();
    assertThat(exemption.covers(subject("ci", "a", "x"), NOW.plusSeconds(1))).isFalse();
  }

  @Test
  void rejectsExemptionsWithoutCriteria() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> exemption(List.of(), List.of(), List.of()))
        .withMessageContaining("would exempt everything");
  }

  private static Exemption exemption(
      List<String> namespaces, List<String> serviceAccounts, List<String> images) {
    return new Exemption(
        namespaces,
        serviceAccounts,
        images.stream().map(ImagePattern::parse).toList(),
        "for a test",
        Optional.empty());
  }

  private static PodSubject subject(String namespace, String serviceAccount, String... images) {
    return new PodSubject(
        namespace,
        Map.of(),
        Map.of(),
        serviceAccount,
        List.of(images).stream().map(ImageReference::parse).toList(),
        true);
  }

  private static PodSubject subject(List<ImageReference> images, boolean allKnown) {
    return new PodSubject("n", Map.of(), Map.of(), "a", images, allKnown);
  }
}
