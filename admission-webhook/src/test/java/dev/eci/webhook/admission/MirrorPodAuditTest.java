// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** ISO-8: a static pod is neither hidden nor reported as protected. */
class MirrorPodAuditTest {
  private static final String POD =
      "{metadata: {annotations: {kubernetes.io/config.mirror: 0123abcd}}, spec: {hostPID: true, containers: [{name: c, image: busybox}]}}";

  @Test
  void admitsMirrorPodUnchangedAndAuditsIt() {
    ReviewRequest reviewRequest = Reviews.createByNode(POD);

    assertThat(ReviewFixture.mutate(reviewRequest, "default: {}"))
        .isEqualTo(ReviewResponse.allow());
    ReviewResponse reviewResponse = ReviewFixture.validate(reviewRequest, "default: {}");
    assertThat(reviewResponse.isAllowed()).isTrue();
    assertThat(reviewResponse.auditAnnotations().get("violations")).startsWith("ENFORCE RES-1 ");
  }

  @Test
  void doesNotMarkHarmlessPods() {
    assertThat(
            ReviewFixture.mutate(
                Reviews.createByNode(POD.replace("hostPID: true, ", "")), "default: {}"))
        .isEqualTo(ReviewResponse.allow());
  }

  @Test
  void requiresNodeAndAnnotationForMirrorPod() {
    assertThat(ReviewFixture.validate(Reviews.createPod(POD), "default: {}").isAllowed()).isFalse();
    assertThat(
            ReviewFixture.validate(
                    Reviews.createByNode(POD.replace("config.mirror", "config.source")),
                    "default: {}")
                .isAllowed())
        .isFalse();
  }
}
