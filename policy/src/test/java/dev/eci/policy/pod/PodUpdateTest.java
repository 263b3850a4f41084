// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import static dev.eci.policy.pod.PodBuilder.mount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.VolumeSource.PersistentPath;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What counts as old: containers by list, name and image, volumes by name and content. */
class PodUpdateTest {
  private static final Consumer<PodBuilder> ENGINE =
      pod -> pod.volume("v", new PersistentPath("pv", "/run/docker.sock", true));
  private static final Consumer<PodBuilder> ETC =
      pod -> pod.volume("v", new PersistentPath("pv", "/etc", true));

  @Test
  void keepsOldViolations() {
    Consumer<PodBuilder> old = ENGINE.andThen(pod -> pod.container("old", mount("v")));

    assertThat(brought(old, old)).isEmpty();
    assertThat(brought(old, old.andThen(pod -> pod.container("added")))).isEmpty();
    assertThat(brought(old, old.andThen(pod -> pod.container("added", mount("v")))))
        .containsExactly("RES-3 volume v");
  }

  /** RES-3: the engine's socket in the hands of another image. RES-2 does not ask for the image. */
  @Test
  void evaluatesRulesForImagesWhereTheImageChanges() {
    assertThat(
            brought(
                ENGINE.andThen(pod -> pod.container("old", mount("v"))),
                ENGINE.andThen(pod -> pod.container("new", mount("v")))))
        .containsExactly("RES-3 volume v");
    assertThat(
            brought(
                ETC.andThen(pod -> pod.container("old", mount("v"))),
                ETC.andThen(pod -> pod.container("new", mount("v")))))
        .isEmpty();
  }

  @Test
  void evaluatesVolumesThatAContainerMountsNow() {
    assertThat(
            brought(
                ETC.andThen(pod -> pod.container("c")),
                ETC.andThen(pod -> pod.container("c", mount("v")))))
        .containsExactly("RES-2 volume v");
  }

  /** Two claims may be bound to volumes of one name and path, of which one is a disk. */
  @Test
  void comparesVolumesByContent() {
    Consumer<PodBuilder> other = pod -> pod.volume("v", new PersistentPath("pv", "/etc", false));

    assertThat(brought(ETC, other)).containsExactly("RES-2 volume v");
    assertThat(brought(ETC, ETC)).isEmpty();
  }

  /** The node is in the hands of another image, where no user namespace contains it. */
  @Test
  void evaluatesPrivilegesOfUnprotectedPodWhereTheImageChanges() {
    Consumer<PodBuilder> old = pod -> pod.privileged("old");
    Consumer<PodBuilder> host =
        pod -> {
          pod.hostPid = true;
          pod.container("old");
        };
    Consumer<PodBuilder> other =
        pod -> {
          pod.hostPid = true;
          pod.container("new");
        };
    Consumer<PodBuilder> isProtected = pod -> pod.runtimeClassName = Optional.of("eci");

    assertThat(brought(old, old)).isEmpty();
    assertThat(brought(old, pod -> pod.privileged("new")))
        .containsExactly("ISO-4 container c0.privileged");
    assertThat(brought(host, host)).isEmpty();
    assertThat(brought(host, other)).containsExactly("RES-1 spec.hostPID");
    assertThat(brought(host.andThen(isProtected), other.andThen(isProtected))).isEmpty();
  }

  private static List<String> brought(Consumer<PodBuilder> before, Consumer<PodBuilder> after) {
    return new PodUpdate(evaluation(before), evaluation(after))
        .evaluate().violationsOf(EnforcementMode.ENFORCE).stream()
            .map(PodUpdateTest::shown)
            .toList();
  }

  private static String shown(Violation violation) {
    return violation.rule().id() + " " + violation.field();
  }

  private static PodEvaluation evaluation(Consumer<PodBuilder> pod) {
    return PodEvaluation.of(
        PodBuilder.with(pod), List.of(PolicyBuilder.named("default", p -> {})), Decisions.NOW);
  }
}
