package dev.eci.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.host.NodePath;
import dev.eci.policy.image.ImageIdentity;
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
            p.mode = Mode.AUDIT;
            p.socketImages = List.of("*");
            p.allowed = List.of("/etc");
          });

  @Test
  void thereIsAGroupForEachModeThatSomePolicyHas() {
    assertThat(PolicyGroup.byMode(List.of(), APolicy.NOW)).isEmpty();
    assertThat(PolicyGroup.byMode(List.of(ENFORCE, AUDIT_DOCKER), APolicy.NOW))
        .containsOnlyKeys(Mode.ENFORCE, Mode.AUDIT);
  }

  @Test
  void whatOnePolicyAllowsIsAllowed() {
    var group = APolicy.enforcing(ENFORCE, ENFORCE_DOCKER);

    assertThat(group.judge(DOCKER).allows()).isTrue();
    assertThat(group.permitsNodePath(NodePath.of("/data/x"), false)).isTrue();
    assertThat(group.permitsNodePath(NodePath.of("/etc"), true)).isFalse();
  }

  @Test
  void aMilderPolicyLoosensNothing() {
    var group = APolicy.enforcing(ENFORCE, AUDIT_DOCKER);

    assertThat(group.judge(DOCKER).allows()).isFalse();
    assertThat(group.permitsNodePath(NodePath.of("/etc"), true)).isFalse();
  }

  @Test
  void whatAStricterPolicyAllowsIsNoFindingOfAMilderOne() {
    var groups = PolicyGroup.byMode(List.of(AUDIT_DOCKER, ENFORCE_DOCKER), APolicy.NOW);

    assertThat(groups.get(Mode.AUDIT).permitsNodePath(NodePath.of("/data"), false)).isTrue();
    assertThat(groups.get(Mode.AUDIT).permitsNodePath(NodePath.of("/etc"), false)).isTrue();
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
              p.mode = Mode.AUDIT;
              p.runtimeClassName = "other";
            });
    var groups = PolicyGroup.byMode(List.of(audit, ENFORCE), APolicy.NOW);

    assertThat(groups.get(Mode.AUDIT).runtimeClassNames()).containsExactly("eci", "other");
    assertThat(groups.get(Mode.ENFORCE).runtimeClassNames()).containsExactly("eci");
  }
}
