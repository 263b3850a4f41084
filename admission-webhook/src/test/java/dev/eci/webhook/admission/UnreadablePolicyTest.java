// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An unreadable policy cannot be enforced, so new pods are denied in its namespaces. */
class UnreadablePolicyTest {
  private static final String BAD = "hostPaths: {allowed: [data]}";
  private static final ReviewRequest POD =
      Reviews.createPod("{spec: {runtimeClassName: eci, containers: [{name: c, image: busybox}]}}");

  @Test
  void deniesInItsNamespaces() {
    assertThat(
            ReviewFixture.validate(
                    POD,
                    "broken: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: app}}, %s}"
                        .formatted(BAD))
                .message())
        .isEqualTo(
            "enhanced container isolation: EciPolicy \"broken\" is invalid"
                + " (spec.hostPaths.allowed[0]: path \"data\" is not absolute; it must start with"
                + " /), so all pods are denied; fix or delete the policy.");
  }

  @Test
  void ignoresOtherNamespaces() {
    assertThat(
            ReviewFixture.validate(
                POD,
                "broken: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: other}}, %s}"
                    .formatted(BAD)))
        .isEqualTo(ReviewResponse.allow());
  }

  @Test
  void onlyEnforceDenies() {
    assertThat(ReviewFixture.validate(POD, "broken: {mode: Warn, %s}".formatted(BAD)).isAllowed())
        .isTrue();
    assertThat(ReviewFixture.validate(POD, "broken: {mode: Audit, %s}".formatted(BAD)).isAllowed())
        .isTrue();
  }

  @Test
  void admitsUpdatesAndDeletesOfExistingPods() {
    String pod = "{metadata: {name: %s}, spec: {containers: [{name: c, image: busybox}]}}";
    String broken = "broken: {%s}".formatted(BAD);

    assertThat(
            ReviewFixture.validate(
                Reviews.updatePod(pod.formatted("a"), pod.formatted("a, labels: {x: y}")), broken))
        .isEqualTo(ReviewResponse.allow());
    assertThat(ReviewFixture.validate(Reviews.delete("", "Pod", pod.formatted("a")), broken))
        .isEqualTo(ReviewResponse.allow());
  }
}
