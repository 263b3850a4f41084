// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import static dev.eci.policy.pod.PodGenerators.pods;
import static dev.eci.policy.pod.PodGenerators.policies;
import static dev.eci.policy.pod.PodGenerators.policyLists;
import static dev.eci.policy.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.HostPathAllowances;
import dev.eci.policy.hostpath.SocketExposure;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.pod.PodFacts.Volume;
import dev.eci.policy.pod.VolumeSource.Driver;
import dev.eci.policy.pod.VolumeSource.GitRepo;
import dev.eci.policy.pod.VolumeSource.HostPathVolume;
import dev.eci.policy.pod.VolumeSource.Other;
import dev.eci.policy.pod.VolumeSource.PersistentPath;
import dev.eci.policy.pod.VolumeSource.Unmappable;
import dev.eci.policy.testing.Gen;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Properties of every pod and every set of policies. */
class PodPropertiesTest {
  @Test
  void mutationIsIdempotent() {
    forAll(1000, pods(), policyLists())
        .holds((pod, policies) -> {
          PodFacts once = PodBuilder.mutated(pod, decide(pod, policies).mutation());
          PodVerdict again = decide(once, policies);

          assertThat(again.mutation().isEmpty()).isTrue();
          assertThat(again.isDenied()).isEqualTo(decide(pod, policies).isDenied());
          assertThat(PodEvaluation.of(once, policies, Decisions.NOW).evaluateMutated())
              .isEqualTo(again);
        });
  }

  @Test
  void decisionIsIndependentOfPolicyOrder() {
    forAll(1000, pods(), policyLists(), Gen.longs(Long.MIN_VALUE, Long.MAX_VALUE))
        .holds((pod, policies, seed) -> {
          List<Policy> shuffled = new ArrayList<>(policies);
          Collections.shuffle(shuffled, new Random(seed));

          assertThat(decide(pod, shuffled)).isEqualTo(decide(pod, policies));
        });
  }

  /** RES-5: adding an unlocked policy never admits what the locked ones deny. */
  @Test
  void unlockedPolicyNeverLoosensLockedOnes() {
    AtomicInteger denied = new AtomicInteger();
    forAll(3000, pods(), policyLists(), policies())
        .holds((pod, policies, added) -> {
          List<Policy> locked = policies.stream().filter(Policy::locked).toList();
          if (!added.locked() && decide(pod, locked).isDenied()) {
            denied.incrementAndGet();
            assertThat(decide(pod, with(locked, added)).isDenied()).isTrue();
          }
        });
    assertThat(denied.get()).isGreaterThan(100);
  }

  /** RES-1 to RES-3, ISO-1, ISO-7, checked on the stored pod and not with the rules. */
  @Test
  void podsAdmittedByEnforcePolicyAreContained() {
    forAll(2000, pods(), policyLists())
        .holds((requested, policies) -> {
          PodFacts pod = PodBuilder.mutated(requested, decide(requested, policies).mutation());
          List<Policy> enforcing = enforcing(pod, policies);
          if (enforcing.isEmpty()
              || PodEvaluation.of(pod, policies, Decisions.NOW).evaluateMutated().isDenied()) {
            return;
          }
          assertThat(pod.hostNetwork() || pod.hostPid() || pod.hostIpc()).isFalse();
          boolean isolated =
              pod.runtimeClassName()
                  .filter(name ->
                      enforcing.stream()
                          .anyMatch(p -> p.runtime().isolatedClasses().contains(name)))
                  .isPresent();
          boolean mild = enforcing.stream().anyMatch(p -> p.runtime().allowsUnmappedVolumes());
          if (!isolated
              && mild
              && (pod.placement().isWindows() || !pod.placement().protectable())) {
            assertThat(pod.notice()).get().asString().contains("the pod runs unprotected");
          } else if (!isolated) {
            assertThat(pod.placement().isWindows()).isFalse();
            assertUserNamespace(pod, enforcing);
          }
          assertThat(pod.containers()).allMatch(c -> isolated || c.devices().isEmpty());
          assertThat(pod.sysctls())
              .noneMatch(s -> s.name().startsWith("vm.") || s.name().contains("/"));
          for (var volume : pod.volumes()) {
            assertVolumeAllowed(volume, pod, enforcing);
          }
        });
  }

  /** A private one by name, or by the runtime where a volume could not be ID-mapped. */
  private static void assertUserNamespace(PodFacts pod, List<Policy> enforcing) {
    assertThat(enforcing)
        .anySatisfy(p -> assertThat(pod.runtimeClassName()).contains(p.runtime().className()));
    if (pod.notice().isPresent()) {
      assertThat(pod.hostUsers()).isNotEqualTo(Optional.of(true));
    } else {
      assertThat(pod.hostUsers()).contains(false);
    }
  }

  private static void assertVolumeAllowed(Volume volume, PodFacts pod, List<Policy> enforcing) {
    switch (volume.source()) {
      case HostPathVolume(var path, var type) -> {
        assertThat(HostPath.of(path).value()).isNotEqualTo("/run/docker.sock");
        for (var container : pod.containers()) {
          for (var mount : container.mounts()) {
            if (mount.volume().equals(volume.name())) {
              assertMountAllowed(path, container.image(), mount.readOnly(), enforcing);
            }
          }
        }
      }
      case PersistentPath(var name, var path, var local) ->
          assertThat(path).startsWith("/").isIn("/opt/local-path-provisioner/pvc-1", "/mnt/disk1");
      case Driver(var name, var attributes) ->
          assertThat(attributes.get("hostPath")).isIn("/data", "/export");
      case GitRepo() -> throw new AssertionError("a gitRepo volume was admitted");
      case VolumeSource.Attached(var type, var volumeName) ->
          assertThat(enforcing)
              .anySatisfy(policy -> assertThat(policy.volumes().types()).contains(type));
      case VolumeSource.Image(var reference) -> {}
      case Unmappable(var type) -> {}
      case Other() -> {}
    }
  }

  /**
   * Permissions add up, so an Enforce policy may admit what the others alone deny. One that allows
   * nothing may not, nor may any policy of another mode.
   */
  @Test
  void onlyEnforcePoliciesWithAllowancesLoosen() {
    AtomicInteger applied = new AtomicInteger();
    forAll(1000, pods(), policyLists(), policies())
        .holds((pod, policies, added) -> {
          boolean applies =
              decide(pod, policies).isDenied()
                  && (added.mode() != EnforcementMode.ENFORCE
                      || allowsNothing(added, enforcing(pod, policies)));
          if (applies) {
            applied.incrementAndGet();
            assertThat(decide(pod, with(policies, added)).isDenied()).isTrue();
          }
        });
    assertOftenApplied(applied);
  }

  /** RES-1: no list and no further policy allows the node's namespaces. */
  @Test
  void addedPoliciesAllowNoHostNamespaces() {
    AtomicInteger applied = new AtomicInteger();
    forAll(1000, pods(), policyLists(), policies())
        .holds((pod, policies, added) -> {
          boolean applies =
              decide(pod, policies).violationsOf(EnforcementMode.ENFORCE).stream()
                  .anyMatch(v -> v.rule() == RuleId.RES_1);
          if (applies) {
            applied.incrementAndGet();
            assertThat(decide(pod, with(policies, added)).isDenied()).isTrue();
          }
        });
    assertOftenApplied(applied);
  }

  /** A property that applies to 5 % of 1000 tries or less proves nothing. */
  private static void assertOftenApplied(AtomicInteger applied) {
    assertThat(applied.get()).isGreaterThan(50);
  }

  /** A runtime class is a permission too: a class that the others do not use is allowed. */
  private static boolean allowsNothing(Policy policy, List<Policy> others) {
    return policy.dockerSocket().images().list().patterns().isEmpty()
        && policy.hostPaths().equals(HostPathAllowances.NONE)
        && policy.runtime().isolatedClasses().isEmpty()
        && !policy.runtime().allowsUnmappedVolumes()
        && others.stream()
            .anyMatch(o -> o.runtime().className().equals(policy.runtime().className()));
  }

  private static void assertMountAllowed(
      String path, String image, boolean readOnly, List<Policy> enforcing) {
    HostPath source = HostPath.of(path);
    if (SocketExposure.of(source) instanceof SocketExposure.IsSocket socket) {
      assertThat(socket.socket().isProxied()).isTrue();
      assertThat(enforcing)
          .anyMatch(p ->
              p.dockerSocket()
                  .images()
                  .evaluate(new ImageIdentity.Named(image), Decisions.NOW)
                  .allows());
    } else {
      assertThat(enforcing).anyMatch(p -> p.hostPaths().allows(source, readOnly));
    }
  }

  private static List<Policy> enforcing(PodFacts pod, List<Policy> policies) {
    return policies.stream()
        .filter(
            p -> p.mode() == EnforcementMode.ENFORCE && p.protects(pod.subject(), Decisions.NOW))
        .toList();
  }

  private static PodVerdict decide(PodFacts pod, List<Policy> policies) {
    return PodEvaluation.of(pod, policies, Decisions.NOW).decide();
  }

  private static List<Policy> with(List<Policy> policies, Policy added) {
    return Stream.concat(policies.stream(), Stream.of(added)).toList();
  }
}
