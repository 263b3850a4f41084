// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.pod.PodChange.Notice;
import dev.eci.policy.pod.PodChange.RuntimeClass;
import dev.eci.policy.pod.VolumeSource.Unmappable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be protected: Required denies it with the remedy, Preferred marks it. */
class ProtectionLimitsTest {
  private static final Policy REQUIRED = PolicyBuilder.named("default");
  private static final Policy PREFERRED =
      PolicyBuilder.named("default", p -> p.allowsUnmappedVolumes = true);

  @Test
  void rejectsUnprotectablePodsWhenRequired() {
    assertThat(Decisions.violations(ProtectionLimitsTest::windows, REQUIRED))
        .containsExactly("ISO-1 spec.os");
    assertThat(Decisions.violations(ProtectionLimitsTest::chosen, REQUIRED))
        .containsExactly("ISO-1 spec.nodeName");
    assertThat(Decisions.violations(ProtectionLimitsTest::nfs, REQUIRED))
        .containsExactly("ISO-3 volume v");
    for (Consumer<PodBuilder> pod :
        List.<Consumer<PodBuilder>>of(ProtectionLimitsTest::windows, ProtectionLimitsTest::nfs)) {
      assertThat(Decisions.decide(pod, REQUIRED).violationsOf(EnforcementMode.ENFORCE))
          .singleElement()
          .asString()
          .contains("set spec.runtime.userNamespaces: Preferred in EciPolicy \"default\"");
    }
  }

  /** Pods wait for a node; otherwise a cluster could not start. */
  @Test
  void requiredLetsPodsWaitForNode() {
    assertThat(Decisions.violations(ProtectionLimitsTest::noNode, REQUIRED)).isEmpty();
    assertThat(
            Decisions.decide(ProtectionLimitsTest::noNode, REQUIRED).mutation().runtimeClassName())
        .contains("eci");
  }

  @Test
  void preferredAdmitsUnprotectedPodWithNotice() {
    for (Consumer<PodBuilder> pod :
        List.<Consumer<PodBuilder>>of(
            ProtectionLimitsTest::windows, ProtectionLimitsTest::noNode)) {
      assertThat(Decisions.decide(pod, PREFERRED).mutation().changes())
          .singleElement()
          .isInstanceOfSatisfying(
              Notice.class,
              notice -> {
                assertThat(notice.unprotected()).isTrue();
                assertThat(notice.text()).contains("the pod runs unprotected, because ");
              });
      assertThat(Decisions.decideMutated(pod, PREFERRED).isDenied()).isFalse();
    }
  }

  /**
   * The container runtime would reject hostUsers: false with such a volume; eci-runtime does not.
   */
  @Test
  void preferredLeavesUserNamespaceToRuntime() {
    assertThat(Decisions.decide(ProtectionLimitsTest::nfs, PREFERRED).mutation().changes())
        .containsExactly(
            new RuntimeClass("eci"),
            new Notice(
                "enhanced container isolation: files of volume \"v\" are owned by the overflow UID 65534 inside,"
                    + " because it is of type NFS, which does not support ID-mapped mounts.",
                false));
  }

  @Test
  void preferredAllowsNothingElse() {
    assertThat(
            Decisions.decide(
                    with(ProtectionLimitsTest::chosen).andThen(p -> p.hostPid = true), PREFERRED)
                .isDenied())
        .isTrue();
    assertThat(Decisions.decide(p -> p.hostUsers = Optional.of(true), PREFERRED).isDenied())
        .isTrue();
  }

  /** An author's nodeName bypasses the scheduler, which would have found a node with ECI. */
  @Test
  void preferredRejectsChosenNode() {
    assertThat(
            Decisions.decide(ProtectionLimitsTest::chosen, PREFERRED)
                .violationsOf(EnforcementMode.ENFORCE))
        .singleElement()
        .satisfies(violation ->
            assertThat(violation.format())
                .isEqualTo(
                    "ISO-1 (EciPolicy \"default\") spec.nodeName: enhanced container isolation: a"
                        + " pod on node \"old\" is denied, because that node cannot run protected"
                        + " pods (kubectl get ecinodes shows the reason); leave nodeName unset so"
                        + " that another node is found, or exempt this pod in spec.exemptions of"
                        + " EciPolicy \"default\"."));
    assertThat(
            Decisions.violations(
                p -> p.placement = new Placement(Optional.of("win"), true, false), PREFERRED))
        .isEmpty();
    // the scheduler sets nodeName, too
    assertThat(
            PodEvaluation.of(
                    PodBuilder.with(ProtectionLimitsTest::chosen),
                    List.of(PREFERRED),
                    Decisions.NOW)
                .evaluateExisting()
                .isDenied())
        .isFalse();
  }

  /** A pod that is tolerated unprotected must not be powerful on the node. */
  @Test
  void preferredHoldsUnprotectedPodsToBaseline() {
    for (Consumer<PodBuilder> pod :
        List.<Consumer<PodBuilder>>of(
            ProtectionLimitsTest::windows, ProtectionLimitsTest::noNode)) {
      assertThat(Decisions.violations(with(pod).andThen(p -> p.privileged("busybox")), PREFERRED))
          .containsExactly("ISO-4 container c0.privileged");
    }
    assertThat(Decisions.violations(p -> p.privileged("busybox"), PREFERRED)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CAPABILITY, NET_BIND_SERVICE, false",
    "CAPABILITY, NET_RAW, true",
    "CAPABILITY, SYS_ADMIN, true",
    "CAPABILITY, ALL, true",
    "PROC_MOUNT, Default, false",
    "PROC_MOUNT, Unmasked, true",
    "SECCOMP, RuntimeDefault, false",
    "SECCOMP, Unconfined, true",
    "APP_ARMOR, Unconfined, true",
    "APP_ARMOR, Localhost, false",
    "SE_LINUX, container_t, false",
    "SE_LINUX, spc_t, true",
    "HOST_PORT, 0, false",
    "HOST_PORT, 80, true",
    "HOST_PROCESS, true, true",
  })
  void baseline(Privilege.Kind kind, String value, boolean exceeds) {
    assertThat(new Privilege(kind, value, "f").isAboveBaseline()).isEqualTo(exceeds);
  }

  @Test
  void limitsDoNotApplyToSandboxedRuntimes() {
    Policy kata =
        PolicyBuilder.named(
            "default",
            p -> {
              p.sandboxedClasses = Set.of("kata");
              p.allowsUnmappedVolumes = true;
            });
    assertThat(
            Decisions.decide(
                    with(ProtectionLimitsTest::chosen)
                        .andThen(ProtectionLimitsTest::nfs)
                        .andThen(p -> p.runtimeClassName = Optional.of("kata")),
                    kata)
                .mutation()
                .isEmpty())
        .isTrue();
  }

  private static void windows(PodBuilder pod) {
    pod.placement = new Placement(Optional.empty(), true, true);
  }

  private static void chosen(PodBuilder pod) {
    pod.placement = new Placement(Optional.of("old"), false, false);
  }

  private static void noNode(PodBuilder pod) {
    pod.placement = new Placement(Optional.empty(), false, false);
  }

  private static void nfs(PodBuilder pod) {
    pod.volume("v", new Unmappable("NFS"));
  }

  private static Consumer<PodBuilder> with(Consumer<PodBuilder> pod) {
    return pod;
  }
}
