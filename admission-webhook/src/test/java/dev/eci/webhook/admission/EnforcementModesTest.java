// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Enforce denies, Warn warns, Audit records in the audit log. */
class EnforcementModesTest {
  private static final ReviewRequest HOST_PID =
      Reviews.createPod(
          "{spec: {runtimeClassName: eci, hostPID: true, containers: [{name: c, image: busybox}]}}");

  @Test
  void enforceDeniesAndRecords() {
    ReviewResponse reviewResponse = ReviewFixture.validate(HOST_PID, "strict: {}");

    assertThat(reviewResponse.isAllowed()).isFalse();
    assertThat(reviewResponse.message())
        .isEqualTo(
            "RES-1 (EciPolicy \"strict\") spec.hostPID: enhanced container isolation: sharing the"
                + " node's pid namespace is denied; if you wish to allow it, exempt this pod in"
                + " spec.exemptions of EciPolicy \"strict\".");
    assertThat(reviewResponse.warnings()).isEmpty();
    assertThat(reviewResponse.auditAnnotations()).containsOnlyKeys("violations");
  }

  @Test
  void warnAdmitsWithOneWarningForEachBrokenRule() {
    ReviewResponse reviewResponse = ReviewFixture.validate(HOST_PID, "soft: {mode: Warn}");

    assertThat(reviewResponse.isAllowed()).isTrue();
    assertThat(reviewResponse.message()).isEmpty();
    assertThat(reviewResponse.warnings())
        .singleElement()
        .asString()
        .startsWith("RES-1 (EciPolicy \"soft\") spec.hostPID: ")
        .contains("sharing the node's pid namespace would be denied;")
        .doesNotContain("is denied");
    assertThat(reviewResponse.auditAnnotations().get("violations")).startsWith("WARN RES-1 ");
  }

  @Test
  void auditRecordsAndSaysNothing() {
    ReviewResponse reviewResponse = ReviewFixture.validate(HOST_PID, "quiet: {mode: Audit}");

    assertThat(reviewResponse.isAllowed()).isTrue();
    assertThat(reviewResponse.warnings()).isEmpty();
    assertThat(reviewResponse.auditAnnotations().get("violations"))
        .startsWith("AUDIT RES-1 (EciPolicy \"quiet\") spec.hostPID: ");
  }

  @Test
  void listsModesFromStrictToMild() {
    String record =
        ReviewFixture.validate(HOST_PID, "quiet: {mode: Audit}", "strict: {}", "soft: {mode: Warn}")
            .auditAnnotations()
            .get("violations");

    assertThat(record.lines().map(line -> line.substring(0, line.indexOf(' '))))
        .containsExactly("ENFORCE", "WARN", "AUDIT");
  }

  @Test
  void recordsNothingWithoutViolations() {
    ReviewRequest fine =
        Reviews.createPod(
            "{spec: {runtimeClassName: eci, containers: [{name: c, image: busybox}]}}");

    assertThat(ReviewFixture.validate(fine, "strict: {}", "soft: {mode: Warn}"))
        .isEqualTo(ReviewResponse.allow());
    assertThat(ReviewFixture.validate(HOST_PID)).isEqualTo(ReviewResponse.allow());
  }
}
