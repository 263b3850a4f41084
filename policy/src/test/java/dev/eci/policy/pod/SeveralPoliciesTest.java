package dev.eci.policy.pod;

import static dev.eci.policy.pod.APod.mount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.APolicy;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.Violation;
import dev.eci.policy.selector.Exemption;
import dev.eci.policy.selector.Selector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several policies side by side, each of its own mode and reach. */
class SeveralPoliciesTest {
  private static final Policy ENFORCE = APolicy.named("enforce");
  private static final Policy WARN = APolicy.named("warn", p -> p.mode = EnforcementMode.WARN);
  private static final Policy AUDIT = APolicy.named("audit", p -> p.mode = EnforcementMode.AUDIT);

  private static void hostNetwork(APod pod) {
    pod.hostNetwork = true;
  }

  private static void mountsData(APod pod) {
    pod.hostPath("data", "/data");
    pod.container("busybox", mount("data"));
  }

  @Test
  void onlyEnforceDenies() {
    assertThat(Decided.on(SeveralPoliciesTest::hostNetwork, ENFORCE).denied()).isTrue();
    assertThat(Decided.on(SeveralPoliciesTest::hostNetwork, WARN).denied()).isFalse();
    assertThat(Decided.on(SeveralPoliciesTest::hostNetwork, AUDIT).denied()).isFalse();
    assertThat(Decided.on(SeveralPoliciesTest::hostNetwork).violations()).isEmpty();
  }

  @Test
  void eachModeSpeaksForItself() {
    var verdict = Decided.on(SeveralPoliciesTest::hostNetwork, ENFORCE, WARN, AUDIT);

    assertThat(verdict.violations())
        .containsOnlyKeys(EnforcementMode.ENFORCE, EnforcementMode.WARN, EnforcementMode.AUDIT);
    assertThat(verdict.of(EnforcementMode.WARN))
        .extracting(Violation::policy)
        .containsExactly("warn");
    assertThat(verdict.of(EnforcementMode.AUDIT))
        .extracting(Violation::policy)
        .containsExactly("audit");
  }

  @Test
  void whatAnotherEnforcePolicyAllowsIsAllowed() {
    Policy allows = APolicy.named("allows", p -> p.allowed = List.of("/data"));

    assertThat(Decided.on(SeveralPoliciesTest::mountsData, ENFORCE).denied()).isTrue();
    assertThat(Decided.on(SeveralPoliciesTest::mountsData, ENFORCE, allows).denied()).isFalse();
  }

  @Test
  void whatAWarnOrAuditPolicyAllowsIsNot() {
    for (EnforcementMode enforcementMode : List.of(EnforcementMode.WARN, EnforcementMode.AUDIT)) {
      Policy allows =
          APolicy.named(
              "allows",
              p -> {
                p.mode = enforcementMode;
                p.allowed = List.of("/data");
              });

      assertThat(Decided.on(SeveralPoliciesTest::mountsData, ENFORCE, allows).denied()).isTrue();
    }
  }

  @Test
  void anExemptionIsFromItsOwnPolicyOnly() {
    Policy exempting =
        APolicy.named(
            "exempting",
            p ->
                p.exemptions =
                    List.of(
                        new Exemption(
                            List.of("app"), List.of(), List.of(), "test", Optional.empty())));

    assertThat(Decided.on(SeveralPoliciesTest::hostNetwork, exempting).denied()).isFalse();
    assertThat(Decided.on(SeveralPoliciesTest::hostNetwork, exempting, ENFORCE).denied()).isTrue();
  }

  @Test
  void allowancesOfAPolicyThatIsNotAboutThePodDoNotCount() {
    Policy elsewhere =
        APolicy.named(
            "elsewhere",
            p -> {
              p.namespaces = new Selector(Map.of("team", "x"), List.of());
              p.allowed = List.of("/data");
            });

    assertThat(Decided.on(SeveralPoliciesTest::mountsData, ENFORCE, elsewhere).denied()).isTrue();
  }
}
