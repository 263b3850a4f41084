// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.PodChange.RuntimeClass;
import dev.eci.policy.pod.PodChange.SetHostUsersFalse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** ISO-1, ISO-7: what is added to a pod, and that a pod without it is denied. */
class PodMutationTest {
  private static final Policy POLICY = PolicyBuilder.named("default");

  @Test
  void addsHostUsersAndRuntimeClass() {
    assertThat(Decisions.decide(p -> {}, POLICY).mutation())
        .isEqualTo(new PodMutation(List.of(new SetHostUsersFalse(), new RuntimeClass("eci"))));
  }

  @Test
  void addsOnlyMissingFields() {
    assertThat(Decisions.decide(p -> p.hostUsers = Optional.of(false), POLICY).mutation())
        .isEqualTo(new PodMutation(List.of(new RuntimeClass("eci"))));
    assertThat(Decisions.decide(p -> p.runtimeClassName = Optional.of("eci"), POLICY).mutation())
        .isEqualTo(new PodMutation(List.of(new SetHostUsersFalse())));
  }

  @Test
  void addsNothingToDeniedPod() {
    assertThat(Decisions.decide(p -> p.hostPid = true, POLICY).mutation().isEmpty()).isTrue();
  }

  @Test
  void onlyEnforceChangesPods() {
    assertThat(
            Decisions.decide(
                    p -> {},
                    PolicyBuilder.named("warn", p -> p.mode = EnforcementMode.WARN),
                    PolicyBuilder.named("audit", p -> p.mode = EnforcementMode.AUDIT))
                .mutation()
                .isEmpty())
        .isTrue();
  }

  @Test
  void firstPolicyByNameChoosesRuntimeClass() {
    Policy a = PolicyBuilder.named("a", p -> p.runtimeClassName = "eci-a");
    Policy b = PolicyBuilder.named("b", p -> p.runtimeClassName = "eci-b");

    assertThat(Decisions.decide(p -> {}, b, a).mutation().runtimeClassName()).contains("eci-a");
  }

  @Test
  void rejectsMutatedPodWithoutRuntimeClass() {
    assertThat(
            last(PodBuilder.with(p -> p.hostUsers = Optional.of(false)))
                .violationsOf(EnforcementMode.ENFORCE))
        .extracting(Violation::format)
        .singleElement()
        .asString()
        .startsWith("ISO-7 (EciPolicy \"default\") spec.runtimeClassName: enhanced container")
        .contains("after mutation, the pod still lacks runtime class \"eci\"");
  }

  /** With user namespaces disabled, the API server drops hostUsers. */
  @Test
  void admitsMutatedPodWithoutHostUsers() {
    assertThat(last(PodBuilder.with(p -> p.runtimeClassName = Optional.of("eci"))).isDenied())
        .isFalse();
  }

  @Test
  void requiresNoRuntimeClassWithoutEnforcePolicy() {
    var audit = PolicyBuilder.named("audit", p -> p.mode = EnforcementMode.AUDIT);

    assertThat(
            PodEvaluation.of(PodBuilder.with(p -> {}), List.of(audit), Decisions.NOW)
                .evaluateMutated()
                .isDenied())
        .isFalse();
  }

  private static PodVerdict last(PodFacts pod) {
    return PodEvaluation.of(pod, List.of(POLICY), Decisions.NOW).evaluateMutated();
  }
}
