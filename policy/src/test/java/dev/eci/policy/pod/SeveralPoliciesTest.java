// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import static dev.eci.policy.pod.PodBuilder.mount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.model.Violation;
import dev.eci.policy.selector.Exemption;
import dev.eci.policy.selector.Selector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several policies together, each with its own mode and selection. */
class SeveralPoliciesTest {
  private static final Policy ENFORCE = PolicyBuilder.named("enforce");
  private static final Policy WARN =
      PolicyBuilder.named("warn", p -> p.mode = EnforcementMode.WARN);
  private static final Policy AUDIT =
      PolicyBuilder.named("audit", p -> p.mode = EnforcementMode.AUDIT);

  private static void hostNetwork(PodBuilder pod) {
    pod.hostNetwork = true;
  }

  private static void mountsData(PodBuilder pod) {
    pod.hostPath("data", "/data");
    pod.container("busybox", mount("data"));
  }

  @Test
  void onlyEnforceDenies() {
    assertThat(Decisions.decide(SeveralPoliciesTest::hostNetwork, ENFORCE).isDenied()).isTrue();
    assertThat(Decisions.decide(SeveralPoliciesTest::hostNetwork, WARN).isDenied()).isFalse();
    assertThat(Decisions.decide(SeveralPoliciesTest::hostNetwork, AUDIT).isDenied()).isFalse();
    assertThat(Decisions.decide(SeveralPoliciesTest::hostNetwork).violations()).isEmpty();
  }

  @Test
  void reportsViolationsPerMode() {
    var verdict = Decisions.decide(SeveralPoliciesTest::hostNetwork, ENFORCE, WARN, AUDIT);

    assertThat(verdict.violations())
        .containsOnlyKeys(EnforcementMode.ENFORCE, EnforcementMode.WARN, EnforcementMode.AUDIT);
    assertThat(verdict.violationsOf(EnforcementMode.WARN))
        .extracting(Violation::policy)
        .containsExactly("warn");
    assertThat(verdict.violationsOf(EnforcementMode.AUDIT))
        .extracting(Violation::policy)
        .containsExactly("audit");
  }

  @Test
  void honorsAllowancesOfOtherEnforcePolicies() {
    Policy allows = PolicyBuilder.named("allows", p -> p.allowed = List.of("/data"));

    assertThat(Decisions.decide(SeveralPoliciesTest::mountsData, ENFORCE).isDenied()).isTrue();
    assertThat(Decisions.decide(SeveralPoliciesTest::mountsData, ENFORCE, allows).isDenied())
        .isFalse();
  }

  @Test
  void ignoresAllowancesOfWarnAndAuditPolicies() {
    for (EnforcementMode mode : List.of(EnforcementMode.WARN, EnforcementMode.AUDIT)) {
      Policy allows =
          PolicyBuilder.named(
              "allows",
              p -> {
                p.mode = mode;
                p.allowed = List.of("/data");
              });

      assertThat(Decisions.decide(SeveralPoliciesTest::mountsData, ENFORCE, allows).isDenied())
          .isTrue();
    }
  }

  @Test
  void exemptionAppliesToItsOwnPolicyOnly() {
    Policy exempting =
        PolicyBuilder.named(
            "exempting",
            p ->
                p.exemptions =
                    List.of(
                        new Exemption(
                            List.of("app"), List.of(), List.of(), "test", Optional.empty(), true)));

    assertThat(Decisions.decide(SeveralPoliciesTest::hostNetwork, exempting).isDenied()).isFalse();
    assertThat(Decisions.decide(SeveralPoliciesTest::hostNetwork, exempting, ENFORCE).isDenied())
        .isTrue();
  }

  @Test
  void ignoresAllowancesOfOtherPodsPolicies() {
    Policy elsewhere =
        PolicyBuilder.named(
            "elsewhere",
            p -> {
              p.namespaces = new Selector(Map.of("team", "x"), List.of());
              p.allowed = List.of("/data");
            });

    assertThat(Decisions.decide(SeveralPoliciesTest::mountsData, ENFORCE, elsewhere).isDenied())
        .isTrue();
  }
}
