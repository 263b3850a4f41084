// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.webhook.admission.ReviewResponse.Outcome;
import org.junit.jupiter.api.Test;

/** The first pod of an image waits for a registry: that is no violation to give up on. */
class FirstPodOfImageTest {
  private static final String ON_DEMAND =
      "trust: {dockerSocketMount: {imageList: {images: ['docker:*']}}}";
  private static final String POD =
      """
      spec:
        runtimeClassName: eci
        volumes: [{name: s, hostPath: {path: /var/run/docker.sock}}]
        containers: [{name: c, image: 'docker:cli', volumeMounts: [{name: s, mountPath: /s}]}]
      """;

  @Test
  void isAnsweredWithRetryAfter() {
    ReviewResponse response = ReviewFixture.validate(Reviews.createPod(POD), ON_DEMAND);
    assertThat(response.outcome()).isEqualTo(Outcome.TRY_AGAIN);
    assertThat(response.message())
        .startsWith("SOCK-2 (EciPolicy \"trust\") spec.containers[0].volumeMounts[0]: ")
        .contains(
            "image \"docker.io/library/docker:cli\"",
            "but not as a dry run, which resolves nothing");
  }

  /** Nothing is looked up because of a dry run, so waiting would be in vain. */
  @Test
  void isDeniedInDryRun() {
    ObjectNode review = Reviews.review("CREATE", "", "Pod", Reviews.yaml(POD), null);
    review.withObject("/request").put("dryRun", true);
    assertThat(ReviewFixture.validate(ReviewRequest.of(review), ON_DEMAND).outcome())
        .isEqualTo(Outcome.DENIED);
  }

  @Test
  void isDeniedForAnyLastingViolation() {
    assertThat(
            ReviewFixture.validate(Reviews.createPod(POD + "  hostPID: true\n"), ON_DEMAND)
                .outcome())
        .isEqualTo(Outcome.DENIED);
    assertThat(
            ReviewFixture.validate(
                    Reviews.createPod(POD.replace("docker:cli", "evil:1")), ON_DEMAND)
                .outcome())
        .isEqualTo(Outcome.DENIED);
  }

  /** Policy "default" lists nothing. */
  @Test
  void namesThePolicyThatListsTheImage() {
    assertThat(ReviewFixture.validate(Reviews.createPod(POD), "default: {}", ON_DEMAND).message())
        .contains("condition ImagesResolved of EciPolicy \"trust\"");
  }
}
