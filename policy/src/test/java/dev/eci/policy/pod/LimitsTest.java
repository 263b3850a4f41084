package dev.eci.policy.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.APolicy;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.pod.PodChange.Notice;
import dev.eci.policy.pod.PodChange.RuntimeClass;
import dev.eci.policy.pod.VolumeSource.Unshiftable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What cannot be protected: Required refuses it with the way out, Preferred marks it. */
class LimitsTest {
  private static final Policy REQUIRED = APolicy.named("default");
  private static final Policy PREFERRED =
      APolicy.named("default", p -> p.toleratesUnshifted = true);

  @Test
  void requiredRefuses() {
    assertThat(Decided.findings(LimitsTest::windows, REQUIRED)).containsExactly("ISO-1 spec.os");
    assertThat(Decided.findings(LimitsTest::chosen, REQUIRED))
        .containsExactly("ISO-1 spec.nodeName");
    assertThat(Decided.findings(LimitsTest::nfs, REQUIRED)).containsExactly("ISO-3 volume v");
    for (Consumer<APod> pod :
        List.<Consumer<APod>>of(LimitsTest::windows, LimitsTest::chosen, LimitsTest::nfs)) {
      assertThat(Decided.on(pod, REQUIRED).of(EnforcementMode.ENFORCE))
          .singleElement()
          .asString()
          .contains("set spec.runtime.userNamespaces: Preferred in EciPolicy \"default\"");
    }
  }

  /** Pods wait for a node, or a cluster could not come up. */
  @Test
  void requiredLetsPodsWaitForANode() {
    assertThat(Decided.findings(LimitsTest::noNode, REQUIRED)).isEmpty();
    assertThat(Decided.on(LimitsTest::noNode, REQUIRED).mutation().runtimeClassName())
        .contains("eci");
  }

  @Test
  void preferredAdmitsUnprotectedAndSaysSo() {
    for (Consumer<APod> pod :
        List.<Consumer<APod>>of(LimitsTest::windows, LimitsTest::chosen, LimitsTest::noNode)) {
      assertThat(Decided.on(pod, PREFERRED).mutation().changes())
          .singleElement()
          .isInstanceOfSatisfying(
              Notice.class,
              notice -> {
                assertThat(notice.unprotected()).isTrue();
                assertThat(notice.text()).contains("the pod runs unprotected, because ");
              });
      assertThat(Decided.last(pod, PREFERRED).denied()).isFalse();
    }
  }

  /** The engine would refuse hostUsers: false with such a volume; the runtime does not. */
  @Test
  void preferredLeavesTheUserNamespaceToTheRuntime() {
    assertThat(Decided.on(LimitsTest::nfs, PREFERRED).mutation().changes())
        .containsExactly(
            new RuntimeClass("eci"),
            new Notice(
                "enhanced container isolation: files of volume \"v\" are owned by nobody inside,"
                    + " because it is of type NFS, which cannot shift owners.",
                false));
  }

  @Test
  void preferredOpensNothingElse() {
    assertThat(
            Decided.on(with(LimitsTest::chosen).andThen(p -> p.hostPid = true), PREFERRED).denied())
        .isTrue();
    assertThat(Decided.on(p -> p.hostUsers = Optional.of(true), PREFERRED).denied()).isTrue();
  }

  @Test
  void anIsolatedRuntimeKnowsNoneOfTheseLimits() {
    Policy kata =
        APolicy.named(
            "default",
            p -> {
              p.isolatedClasses = Set.of("kata");
              p.toleratesUnshifted = true;
            });
    assertThat(
            Decided.on(
                    with(LimitsTest::chosen)
                        .andThen(LimitsTest::nfs)
                        .andThen(p -> p.runtimeClassName = Optional.of("kata")),
                    kata)
                .mutation()
                .isEmpty())
        .isTrue();
  }

  private static void windows(APod pod) {
    pod.placement = new Placement(Optional.empty(), true, true);
  }

  private static void chosen(APod pod) {
    pod.placement = new Placement(Optional.of("old"), false, false);
  }

  private static void noNode(APod pod) {
    pod.placement = new Placement(Optional.empty(), false, false);
  }

  private static void nfs(APod pod) {
    pod.volume("v", new Unshiftable("NFS"));
  }

  private static Consumer<APod> with(Consumer<APod> pod) {
    return pod;
  }
}
