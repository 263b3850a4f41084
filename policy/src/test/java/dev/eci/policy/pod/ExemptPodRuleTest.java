// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.pod.VolumeSource.Attached;
import dev.eci.policy.pod.VolumeSource.PersistentPath;
import dev.eci.policy.selector.Exemption;
import dev.eci.policy.selector.SystemPods;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ISO-4: a pod that an exemption leaves unprotected must not be powerful on the node. */
class ExemptPodRuleTest {
  private static final Exemption PLAIN = exemption(false);
  private static final Policy EXEMPTING = policy(EnforcementMode.ENFORCE, PLAIN);

  @Test
  void holdsExemptPodsToBaseline() {
    assertThat(denied(pod -> pod.hostNetwork = true)).containsExactly("ISO-4 spec.hostNetwork");
    assertThat(denied(pod -> pod.hostPid = true)).containsExactly("ISO-4 spec.hostPID");
    assertThat(denied(pod -> pod.hostIpc = true)).containsExactly("ISO-4 spec.hostIPC");
    assertThat(denied(pod -> pod.hostPath("v", "/srv"))).containsExactly("ISO-4 volume v");
    assertThat(denied(pod -> pod.volume("v", new Attached("fc", Optional.empty()))))
        .containsExactly("ISO-4 volume v");
    assertThat(denied(pod -> pod.sysctls = List.of("kernel.panic", "net.core.somaxconn")))
        .containsExactly("ISO-4 sysctl kernel.panic");
    assertThat(denied(pod -> pod.privileged("busybox")))
        .containsExactly("ISO-4 container c0.privileged");
  }

  @Test
  void admitsWhatBaselineAdmits() {
    assertThat(denied(pod -> pod.container("busybox"))).isEmpty();
    assertThat(denied(pod -> pod.hostUsers = Optional.of(true))).isEmpty();
    assertThat(denied(pod -> pod.runtimeClassName = Optional.of("runc"))).isEmpty();
    assertThat(denied(pod -> pod.volume("v", new PersistentPath("pv", "/srv", false)))).isEmpty();
  }

  @Test
  void saysWhatToAdd() {
    assertThat(
            Decisions.decide(pod -> pod.hostNetwork = true, EXEMPTING)
                .violationsOf(EnforcementMode.ENFORCE))
        .singleElement()
        .satisfies(violation ->
            assertThat(violation.message())
                .isEqualTo(
                    "enhanced container isolation: \"hostNetwork\" is denied, because"
                        + " spec.exemptions[1] exempts the pod but holds it to the level baseline"
                        + " of Pod Security; leave it out, or add \"privileged: true\" to"
                        + " spec.exemptions[1] of EciPolicy \"exempting\"."));
  }

  /** Any exemption of the policy that covers the pod may say so, but each policy has to. */
  @Test
  void admitsPrivilegedExemptions() {
    Policy privileged = policy(EnforcementMode.ENFORCE, PLAIN, exemption(true));
    Consumer<PodBuilder> pod = p -> p.privileged("busybox");

    assertThat(Decisions.violations(pod, privileged)).isEmpty();
    assertThat(Decisions.violations(pod, privileged, EXEMPTING)).hasSize(1);
    assertThat(SystemPods.EXEMPTIONS).allMatch(Exemption::privileged);
  }

  /** What another policy protects is not unprotected. */
  @Test
  void leavesProtectedPodsToTheirPolicies() {
    Policy protecting = PolicyBuilder.named("protecting", _ -> {});

    assertThat(Decisions.violations(p -> p.privileged("busybox"), EXEMPTING, protecting)).isEmpty();
    assertThat(
            Decisions.violations(
                p -> {
                  p.privileged("busybox");
                  p.runtimeClassName = Optional.of("eci");
                },
                EXEMPTING))
        .isEmpty();
    assertThat(
            Decisions.violations(
                p -> {
                  p.hostPid = true;
                  p.runtimeClassName = Optional.of("eci");
                },
                EXEMPTING))
        .hasSize(1);
  }

  @Test
  void reportsForPoliciesThatOnlyWarn() {
    PodVerdict verdict =
        Decisions.decide(p -> p.privileged("busybox"), policy(EnforcementMode.WARN, PLAIN));

    assertThat(verdict.isDenied()).isFalse();
    assertThat(verdict.violationsOf(EnforcementMode.WARN)).hasSize(1);
  }

  private static List<String> denied(Consumer<PodBuilder> pod) {
    return Decisions.violations(pod, EXEMPTING);
  }

  private static Policy policy(EnforcementMode mode, Exemption... exemptions) {
    return PolicyBuilder.named(
        "exempting",
        p -> {
          p.mode = mode;
          p.exemptions =
              Stream.concat(
                      Stream.of(
                          new Exemption(
                              List.of("other"), List.of(), List.of(), "r", Optional.empty(), true)),
                      Stream.of(exemptions))
                  .toList();
        });
  }

  private static Exemption exemption(boolean privileged) {
    return new Exemption(List.of("app"), List.of(), List.of(), "r", Optional.empty(), privileged);
  }
}
