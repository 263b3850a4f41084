package dev.eci.policy.pod;

import static dev.eci.policy.pod.APod.mount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.APolicy;
import dev.eci.policy.Mode;
import dev.eci.policy.Policy;
import dev.eci.policy.Violation;
import dev.eci.policy.select.Exemption;
import dev.eci.policy.select.Selector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several policies side by side, each of its own mode and reach. */
class SeveralPoliciesTest {
  private static final Policy ENFORCE = APolicy.named("enforce");
  private static final Policy WARN = APolicy.named("warn", p -> p.mode = Mode.WARN);
  private static final Policy AUDIT = APolicy.named("audit", p -> p.mode = Mode.AUDIT);

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

    assertThat(verdict.violations()).containsOnlyKeys(Mode.ENFORCE, Mode.WARN, Mode.AUDIT);
    assertThat(verdict.of(Mode.WARN)).extracting(Violation::policy).containsExactly("warn");
    assertThat(verdict.of(Mode.AUDIT)).extracting(Violation::policy).containsExactly("audit");
  }

  @Test
  void whatAnotherEnforcePolicyAllowsIsAllowed() {
    Policy allows = APolicy.named("allows", p -> p.allowed = List.of("/data"));

    assertThat(Decided.on(SeveralPoliciesTest::mountsData, ENFORCE).denied()).isTrue();
    assertThat(Decided.on(SeveralPoliciesTest::mountsData, ENFORCE, allows).denied()).isFalse();
  }

  @Test
  void whatAWarnOrAuditPolicyAllowsIsNot() {
    for (Mode mode : List.of(Mode.WARN, Mode.AUDIT)) {
      Policy allows =
          APolicy.named(
              "allows",
              p -> {
                p.mode = mode;
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
