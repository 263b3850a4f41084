package dev.eci.policy.pod;

import static dev.eci.policy.pod.PodsAndPolicies.pods;
import static dev.eci.policy.pod.PodsAndPolicies.policies;
import static dev.eci.policy.pod.PodsAndPolicies.policyLists;
import static dev.eci.policy.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.Mode;
import dev.eci.policy.Policy;
import dev.eci.policy.RuleId;
import dev.eci.policy.host.HostPathAllowances;
import dev.eci.policy.host.NodePath;
import dev.eci.policy.host.SocketReach;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.pod.PodFacts.Volume;
import dev.eci.policy.pod.VolumeSource.Driver;
import dev.eci.policy.pod.VolumeSource.GitRepo;
import dev.eci.policy.pod.VolumeSource.HostPath;
import dev.eci.policy.pod.VolumeSource.Other;
import dev.eci.policy.pod.VolumeSource.PersistentPath;
import dev.eci.policy.pod.VolumeSource.Unshiftable;
import dev.eci.policy.testing.Gen;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every pod and every set of policies. */
class PodPropertiesTest {
  @Test
  void mutatingTwiceIsMutatingOnce() {
    forAll(1000, pods(), policyLists())
        .holds((pod, policies) -> {
          PodFacts once = APod.mutated(pod, decide(pod, policies).mutation());
          PodVerdict again = decide(once, policies);

          assertThat(again.mutation().isEmpty()).isTrue();
          assertThat(again.denied()).isEqualTo(decide(pod, policies).denied());
          assertThat(PodAdmission.decideLast(once, policies, Decided.NOW)).isEqualTo(again);
        });
  }

  @Test
  void theOrderOfPoliciesIsNothing() {
    forAll(1000, pods(), policyLists(), Gen.longs(Long.MIN_VALUE, Long.MAX_VALUE))
        .holds((pod, policies, seed) -> {
          List<Policy> shuffled = new ArrayList<>(policies);
          Collections.shuffle(shuffled, new Random(seed));

          assertThat(decide(pod, shuffled)).isEqualTo(decide(pod, policies));
        });
  }

  /** RES-1 to RES-3, ISO-1, ISO-7, asked of what is stored and not of the rules. */
  @Test
  void whatAnEnforcePolicyAdmitsIsContained() {
    forAll(2000, pods(), policyLists())
        .holds((asked, policies) -> {
          PodFacts pod = APod.mutated(asked, decide(asked, policies).mutation());
          List<Policy> enforcing = enforcing(pod, policies);
          if (enforcing.isEmpty() || PodAdmission.decideLast(pod, policies, Decided.NOW).denied()) {
            return;
          }
          assertThat(pod.hostNetwork() || pod.hostPid() || pod.hostIpc()).isFalse();
          boolean isolated =
              pod.runtimeClassName()
                  .filter(
                      name -> enforcing.stream().anyMatch(p -> p.isolatedClasses().contains(name)))
                  .isPresent();
          boolean mild = enforcing.stream().anyMatch(Policy::toleratesUnshifted);
          if (!isolated && mild && (pod.placement().windows() || !pod.placement().protectable())) {
            assertThat(pod.notice()).get().asString().contains("the pod runs unprotected");
          } else if (!isolated) {
            assertThat(pod.placement().windows()).isFalse();
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

  /** Its own by name, or by the runtime where a volume could not be shifted. */
  private static void assertUserNamespace(PodFacts pod, List<Policy> enforcing) {
    assertThat(enforcing)
        .anySatisfy(p -> assertThat(pod.runtimeClassName()).contains(p.runtimeClassName()));
    if (pod.notice().isPresent()) {
      assertThat(pod.hostUsers()).isNotEqualTo(Optional.of(true));
    } else {
      assertThat(pod.hostUsers()).contains(false);
    }
  }

  private static void assertVolumeAllowed(Volume volume, PodFacts pod, List<Policy> enforcing) {
    switch (volume.source()) {
      case HostPath(var path, var creates) -> {
        assertThat(NodePath.of(path).value()).isNotEqualTo("/run/docker.sock");
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
      case VolumeSource.Image(var reference) -> {}
      case Unshiftable(var type) -> {}
      case Other() -> {}
    }
  }

  /**
   * Allowances add up, so an Enforce policy may admit what the others alone deny. One that allows
   * nothing may not, nor may any policy of another mode.
   */
  @Test
  void onlyWhatAnEnforcePolicyAllowsCanLoosen() {
    AtomicInteger applied = new AtomicInteger();
    forAll(1000, pods(), policyLists(), policies())
        .holds((pod, policies, added) -> {
          boolean applies =
              decide(pod, policies).denied()
                  && (added.mode() != Mode.ENFORCE
                      || allowsNothing(added, enforcing(pod, policies)));
          if (applies) {
            applied.incrementAndGet();
            assertThat(decide(pod, with(policies, added)).denied()).isTrue();
          }
        });
    often(applied);
  }

  /** RES-1: no list and no further policy opens the node's namespaces. */
  @Test
  void noPolicyThatIsAddedOpensTheNodesNamespaces() {
    AtomicInteger applied = new AtomicInteger();
    forAll(1000, pods(), policyLists(), policies())
        .holds((pod, policies, added) -> {
          boolean applies =
              decide(pod, policies).of(Mode.ENFORCE).stream()
                  .anyMatch(v -> v.rule() == RuleId.RES_1);
          if (applies) {
            applied.incrementAndGet();
            assertThat(decide(pod, with(policies, added)).denied()).isTrue();
          }
        });
    often(applied);
  }

  /** A property that is hardly ever asked, in 5 % of 1000 tries or less, shows nothing. */
  private static void often(AtomicInteger applied) {
    assertThat(applied.get()).isGreaterThan(50);
  }

  /** A runtime class is an allowance too: one that others do not ask for is let in. */
  private static boolean allowsNothing(Policy policy, List<Policy> others) {
    return policy.socketImages().list().patterns().isEmpty()
        && policy.hostPaths().equals(HostPathAllowances.NONE)
        && policy.isolatedClasses().isEmpty()
        && !policy.toleratesUnshifted()
        && others.stream().anyMatch(o -> o.runtimeClassName().equals(policy.runtimeClassName()));
  }

  private static void assertMountAllowed(
      String path, String image, boolean readOnly, List<Policy> enforcing) {
    NodePath source = NodePath.of(path);
    if (SocketReach.of(source) instanceof SocketReach.IsSocket socket) {
      assertThat(socket.socket().filtered()).isTrue();
      assertThat(enforcing)
          .anyMatch(
              p -> p.socketImages().judge(new ImageIdentity.Named(image), Decided.NOW).allows());
    } else {
      assertThat(enforcing).anyMatch(p -> p.hostPaths().permits(source, readOnly));
    }
  }

  private static List<Policy> enforcing(PodFacts pod, List<Policy> policies) {
    return policies.stream()
        .filter(p -> p.mode() == Mode.ENFORCE && p.protects(pod.subject(), Decided.NOW))
        .toList();
  }

  private static PodVerdict decide(PodFacts pod, List<Policy> policies) {
    return PodAdmission.decide(pod, policies, Decided.NOW);
  }

  private static List<Policy> with(List<Policy> policies, Policy added) {
    return Stream.concat(policies.stream(), Stream.of(added)).toList();
  }
}
