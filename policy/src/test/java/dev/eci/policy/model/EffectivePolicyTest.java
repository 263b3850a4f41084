// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.seccomp.KernelFeature;
import dev.eci.policy.seccomp.KernelSurface;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Several policies for one pod: each restriction applies, permissions add up from strict to mild.
 */
class EffectivePolicyTest {
  private static final ImageIdentity DOCKER = new ImageIdentity.Named("docker:cli");

  private static final Policy ENFORCE = PolicyBuilder.named("b-enforce");
  private static final Policy ENFORCE_DOCKER =
      PolicyBuilder.named(
          "a-enforce",
          p -> {
            p.socketImages = List.of("docker:cli");
            p.allowed = List.of("/data");
          });
  private static final Policy AUDIT_DOCKER =
      PolicyBuilder.named(
          "a-audit",
          p -> {
            p.mode = EnforcementMode.AUDIT;
            p.socketImages = List.of("*");
            p.allowed = List.of("/etc");
          });

  @Test
  void createsOneEffectivePolicyPerMode() {
    assertThat(EffectivePolicy.byMode(List.of(), PolicyBuilder.NOW)).isEmpty();
    assertThat(EffectivePolicy.byMode(List.of(ENFORCE, AUDIT_DOCKER), PolicyBuilder.NOW))
        .containsOnlyKeys(EnforcementMode.ENFORCE, EnforcementMode.AUDIT);
  }

  @Test
  void allowsUnionOfAllowances() {
    var policy = PolicyBuilder.enforcing(ENFORCE, ENFORCE_DOCKER);

    assertThat(policy.evaluate(DOCKER).allows()).isTrue();
    assertThat(policy.allowsHostPath(HostPath.of("/data/x"), false)).isTrue();
    assertThat(policy.allowsHostPath(HostPath.of("/etc"), true)).isFalse();
  }

  @Test
  void milderPolicyDoesNotLoosenStricterOne() {
    var policy = PolicyBuilder.enforcing(ENFORCE, AUDIT_DOCKER);

    assertThat(policy.evaluate(DOCKER).allows()).isFalse();
    assertThat(policy.allowsHostPath(HostPath.of("/etc"), true)).isFalse();
  }

  @Test
  void auditModeHonorsAllowancesOfEnforcePolicies() {
    var effective =
        EffectivePolicy.byMode(List.of(AUDIT_DOCKER, ENFORCE_DOCKER), PolicyBuilder.NOW);

    assertThat(effective.get(EnforcementMode.AUDIT).allowsHostPath(HostPath.of("/data"), false))
        .isTrue();
    assertThat(effective.get(EnforcementMode.AUDIT).allowsHostPath(HostPath.of("/etc"), false))
        .isTrue();
  }

  @Test
  void namesFirstPolicyByName() {
    assertThat(PolicyBuilder.enforcing(ENFORCE, ENFORCE_DOCKER).policyName())
        .isEqualTo("a-enforce");
    assertThat(PolicyBuilder.enforcing(ENFORCE_DOCKER, ENFORCE).policyName())
        .isEqualTo("a-enforce");
  }

  @Test
  void ordersRuntimeClassesByMode() {
    Policy audit =
        PolicyBuilder.named(
            "a",
            p -> {
              p.mode = EnforcementMode.AUDIT;
              p.runtimeClassName = "other";
            });
    var effective = EffectivePolicy.byMode(List.of(audit, ENFORCE), PolicyBuilder.NOW);

    assertThat(effective.get(EnforcementMode.AUDIT).runtimeClassNames())
        .containsExactly("eci", "other");
    assertThat(effective.get(EnforcementMode.ENFORCE).runtimeClassNames()).containsExactly("eci");
  }

  /** Reduced is a restriction, an opened feature an allowance (ADR 3, ADR 20). */
  @Test
  void strictestKernelSurfaceCounts() {
    Policy plain = PolicyBuilder.named("plain");
    Policy reduced = kernel("reduced", true, false, KernelFeature.BPF);
    Policy opening = kernel("opening", false, false, KernelFeature.IO_URING);
    Policy locked = kernel("locked", true, true, KernelFeature.AF_ALG);
    Policy lockedBaseline = kernel("locked-baseline", false, true, KernelFeature.KEYRINGS);
    assertThat(denied(plain, opening)).isEmpty();
    assertThat(denied(plain, reduced)).isEqualTo(allBut(KernelFeature.BPF));
    assertThat(denied(reduced, opening))
        .isEqualTo(allBut(KernelFeature.BPF, KernelFeature.IO_URING));
    assertThat(denied(locked, opening, reduced)).isEqualTo(allBut(KernelFeature.AF_ALG));
    assertThat(denied(lockedBaseline, reduced)).isEqualTo(allBut(KernelFeature.KEYRINGS));
  }

  private static Policy kernel(String name, boolean reduced, boolean locked, KernelFeature opened) {
    return PolicyBuilder.named(
        name,
        p -> {
          p.kernel = new KernelSurface(reduced, Set.of(opened));
          p.locked = locked;
        });
  }

  private static Set<KernelFeature> denied(Policy... policies) {
    return PolicyBuilder.enforcing(policies).deniedKernelFeatures();
  }

  private static Set<KernelFeature> allBut(KernelFeature... opened) {
    return KernelSurface.allBut(Set.of(opened));
  }
}
