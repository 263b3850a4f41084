package dev.eci.policy.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.APolicy;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.PodChange.RuntimeClass;
import dev.eci.policy.pod.PodChange.SetHostUsersFalse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** ISO-1, ISO-7: what is added to a pod, and that a pod without it is not stored. */
class PodMutationTest {
  private static final Policy POLICY = APolicy.named("default");

  @Test
  void addsBothWhereNeitherIs() {
    assertThat(Decided.on(p -> {}, POLICY).mutation())
        .isEqualTo(new PodMutation(List.of(new SetHostUsersFalse(), new RuntimeClass("eci"))));
  }

  @Test
  void addsOnlyWhatIsAbsent() {
    assertThat(Decided.on(p -> p.hostUsers = Optional.of(false), POLICY).mutation())
        .isEqualTo(new PodMutation(List.of(new RuntimeClass("eci"))));
    assertThat(Decided.on(p -> p.runtimeClassName = Optional.of("eci"), POLICY).mutation())
        .isEqualTo(new PodMutation(List.of(new SetHostUsersFalse())));
  }

  @Test
  void addsNothingToADeniedPod() {
    assertThat(Decided.on(p -> p.hostPid = true, POLICY).mutation().isEmpty()).isTrue();
  }

  @Test
  void onlyEnforceChangesPods() {
    assertThat(
            Decided.on(
                    p -> {},
                    APolicy.named("warn", p -> p.mode = EnforcementMode.WARN),
                    APolicy.named("audit", p -> p.mode = EnforcementMode.AUDIT))
                .mutation()
                .isEmpty())
        .isTrue();
  }

  @Test
  void theFirstPolicyByNameChoosesTheRuntimeClass() {
    Policy a = APolicy.named("a", p -> p.runtimeClassName = "eci-a");
    Policy b = APolicy.named("b", p -> p.runtimeClassName = "eci-b");

    assertThat(Decided.on(p -> {}, b, a).mutation().runtimeClassName()).contains("eci-a");
  }

  @Test
  void aPodThatIsStoredWithoutTheRuntimeClassIsDenied() {
    assertThat(last(APod.with(p -> p.hostUsers = Optional.of(false))).of(EnforcementMode.ENFORCE))
        .extracting(Violation::text)
        .singleElement()
        .asString()
        .startsWith("ISO-7 (EciPolicy \"default\") spec.runtimeClassName: enhanced container")
        .contains("without runtime class \"eci\"");
  }

  /** Where user namespaces are switched off, the API server drops hostUsers. */
  @Test
  void hostUsersMayBeAbsentWhereTheRuntimeClassIsThere() {
    assertThat(last(APod.with(p -> p.runtimeClassName = Optional.of("eci"))).denied()).isFalse();
  }

  @Test
  void noRuntimeClassIsAskedOfPodsThatNoEnforcePolicyProtects() {
    var audit = APolicy.named("audit", p -> p.mode = EnforcementMode.AUDIT);

    assertThat(PodAdmission.decideLast(APod.with(p -> {}), List.of(audit), Decided.NOW).denied())
        .isFalse();
  }

  private static PodVerdict last(PodFacts pod) {
    return PodAdmission.decideLast(pod, List.of(POLICY), Decided.NOW);
  }
}
