package dev.eci.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Enforce refuses, Warn warns, Audit records. */
class ModesTest {
  private static final Review HOST_PID =
      Reviews.createPod(
          "{spec: {runtimeClassName: eci, hostPID: true, containers: [{name: c, image: busybox}]}}");

  @Test
  void enforceRefusesAndRecords() {
    Answer answer = Asked.validate(HOST_PID, "strict: {}");

    assertThat(answer.allowed()).isFalse();
    assertThat(answer.message())
        .isEqualTo(
            "RES-1 (EciPolicy \"strict\") spec.hostPID: enhanced container isolation: sharing the"
                + " node's pid namespace is denied; if you wish to allow it, exempt this pod in"
                + " spec.exemptions of EciPolicy \"strict\".");
    assertThat(answer.warnings()).isEmpty();
    assertThat(answer.auditAnnotations()).containsOnlyKeys("violations");
  }

  @Test
  void warnAdmitsWithOneWarningForEachBrokenRule() {
    Answer answer = Asked.validate(HOST_PID, "soft: {mode: Warn}");

    assertThat(answer.allowed()).isTrue();
    assertThat(answer.message()).isEmpty();
    assertThat(answer.warnings())
        .singleElement()
        .asString()
        .startsWith("RES-1 (EciPolicy \"soft\") spec.hostPID: ");
    assertThat(answer.auditAnnotations().get("violations")).startsWith("WARN RES-1 ");
  }

  @Test
  void auditRecordsAndSaysNothing() {
    Answer answer = Asked.validate(HOST_PID, "quiet: {mode: Audit}");

    assertThat(answer.allowed()).isTrue();
    assertThat(answer.warnings()).isEmpty();
    assertThat(answer.auditAnnotations().get("violations"))
        .startsWith("AUDIT RES-1 (EciPolicy \"quiet\") spec.hostPID: ");
  }

  @Test
  void theRecordGoesFromStrictToMild() {
    String record =
        Asked.validate(HOST_PID, "quiet: {mode: Audit}", "strict: {}", "soft: {mode: Warn}")
            .auditAnnotations()
            .get("violations");

    assertThat(record.lines().map(line -> line.substring(0, line.indexOf(' '))))
        .containsExactly("ENFORCE", "WARN", "AUDIT");
  }

  @Test
  void whatBreaksNothingLeavesNoTrace() {
    Review fine =
        Reviews.createPod(
            "{spec: {runtimeClassName: eci, containers: [{name: c, image: busybox}]}}");

    assertThat(Asked.validate(fine, "strict: {}", "soft: {mode: Warn}")).isEqualTo(Answer.allow());
    assertThat(Asked.validate(HOST_PID)).isEqualTo(Answer.allow());
  }
}
