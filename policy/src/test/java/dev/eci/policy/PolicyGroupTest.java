package dev.eci.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several policies over one pod: restrictions hold each, allowances add up from strict to mild. */
class PolicyGroupTest {
  private static final ImageIdentity DOCKER = new ImageIdentity.Named("docker:cli");

  private static final Policy ENFORCE = APolicy.named("b-enforce");
  private static final Policy ENFORCE_DOCKER =
      APolicy.named(
          "a-enforce",
          p -> {
            p.socketImages = List.of("docker:cli");
            p.allowed = List.of("/data");
          });
  private static final Policy AUDIT_DOCKER =
      APolicy.named(
          "a-audit",
          p -> {
            p.mode = EnforcementMode.AUDIT;
            p.socketImages = List.of("*");
            p.allowed = List.of("/etc");
          });

  @Test
  void thereIsAGroupForEachModeThatSomePolicyHas() {
    assertThat(EffectivePolicy.byMode(List.of(), APolicy.NOW)).isEmpty();
    assertThat(EffectivePolicy.byMode(List.of(ENFORCE, AUDIT_DOCKER), APolicy.NOW))
        .containsOnlyKeys(EnforcementMode.ENFORCE, EnforcementMode.AUDIT);
  }

  @Test
  void whatOnePolicyAllowsIsAllowed() {
    var group = APolicy.enforcing(ENFORCE, ENFORCE_DOCKER);

    assertThat(group.judge(DOCKER).allows()).isTrue();
    assertThat(group.permitsNodePath(HostPath.of("/data/x"), false)).isTrue();
    assertThat(group.permitsNodePath(HostPath.of("/etc"), true)).isFalse();
  }

  @Test
  void aMilderPolicyLoosensNothing() {
    var group = APolicy.enforcing(ENFORCE, AUDIT_DOCKER);

    assertThat(group.judge(DOCKER).allows()).isFalse();
    assertThat(group.permitsNodePath(HostPath.of("/etc"), true)).isFalse();
  }

  @Test
  void whatAStricterPolicyAllowsIsNoFindingOfAMilderOne() {
    var groups = EffectivePolicy.byMode(List.of(AUDIT_DOCKER, ENFORCE_DOCKER), APolicy.NOW);

    assertThat(groups.get(EnforcementMode.AUDIT).permitsNodePath(HostPath.of("/data"), false))
        .isTrue();
    assertThat(groups.get(EnforcementMode.AUDIT).permitsNodePath(HostPath.of("/etc"), false))
        .isTrue();
  }

  @Test
  void messagesNameTheFirstPolicyByName() {
    assertThat(APolicy.enforcing(ENFORCE, ENFORCE_DOCKER).policyName()).isEqualTo("a-enforce");
    assertThat(APolicy.enforcing(ENFORCE_DOCKER, ENFORCE).policyName()).isEqualTo("a-enforce");
  }

  @Test
  void aMilderPolicysRuntimeClassComesAfterTheOneThatIsSet() {
    Policy audit =
        APolicy.named(
            "a",
            p -> {
              p.mode = EnforcementMode.AUDIT;
              p.runtimeClassName = "other";
            });
    var groups = EffectivePolicy.byMode(List.of(audit, ENFORCE), APolicy.NOW);

    assertThat(groups.get(EnforcementMode.AUDIT).runtimeClassNames())
        .containsExactly("eci", "other");
    assertThat(groups.get(EnforcementMode.ENFORCE).runtimeClassNames()).containsExactly("eci");
  }
}
