// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import static dev.eci.policy.pod.PodBuilder.mount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.PodChange.PinnedImage;
import dev.eci.policy.pod.PodChange.SwapDockerSocket;
import dev.eci.policy.pod.VolumeSource.HostPathVolume;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An allowed image gets the proxied socket, never the engine's own. */
class SocketSwapTest {
  private static final Policy POLICY =
      PolicyBuilder.named("default", p -> p.socketImages = List.of("docker:cli"));

  @ParameterizedTest
  @ValueSource(strings = {"/var/run/docker.sock", "/run/docker.sock", "//run/./docker.sock/"})
  void swapsSocketAndPinsAllowedImage(String path) {
    PodMutation mutation = Decisions.decide(socket("docker:cli", path), POLICY).mutation();

    assertThat(mutation.changes()).contains(new SwapDockerSocket(1, "sock"));
    assertThat(mutation.changes())
        .contains(
            new PinnedImage(
                "container c0.image",
                "c0",
                "docker.io/library/docker:cli@" + PolicyBuilder.DIGEST));
    assertThat(mutation.changes().stream().flatMap(c -> c.warning().stream()))
        .containsExactly(
            "enhanced container isolation: volume \"sock\" is the node's proxied docker socket"
                + " /run/eci/docker/docker.sock instead of the engine's own.",
            "enhanced container isolation: container \"c0\" runs image"
                + " \"docker.io/library/docker:cli@%s\", the digest that was checked."
                    .formatted(PolicyBuilder.DIGEST));
    PodFacts once = PodBuilder.mutated(PodBuilder.with(socket("docker:cli", path)), mutation);
    assertThat(once.volumes().get(1).source())
        .isEqualTo(new HostPathVolume("/run/eci/docker/docker.sock", "Socket"));
    assertThat(PodEvaluation.of(once, List.of(POLICY), Decisions.NOW).evaluateMutated().isDenied())
        .isFalse();
  }

  /** Until the agent has created the socket, the container runtime would create a directory. */
  @ParameterizedTest
  @CsvSource({
    "'', true",
    "FileOrCreate, true",
    "DirectoryOrCreate, true",
    "Socket, false",
    "File, false",
    "CharDevice, false"
  })
  void makesKubeletWaitForProxiedSocketUnlessTypeIsStrict(String type, boolean changes) {
    for (String path : List.of("/run/eci/docker/docker.sock", "//run/./eci/docker/docker.sock")) {
      Consumer<PodBuilder> pod =
          p -> {
            p.volume("sock", new HostPathVolume(path, type));
            p.container("docker:cli", mount("sock"));
          };
      PodMutation mutation = Decisions.decide(pod, POLICY).mutation();
      assertThat(mutation.changes().contains(new PodChange.AwaitSocket(0, "sock")))
          .isEqualTo(changes);
      assertThat(mutation.changes()).doesNotHaveAnyElementsOfTypes(SwapDockerSocket.class);
      PodFacts once = PodBuilder.mutated(PodBuilder.with(pod), mutation);
      assertThat(PodEvaluation.of(once, List.of(POLICY), Decisions.NOW).decide().mutation())
          .as("reinvoked")
          .matches(PodMutation::isEmpty);
    }
    assertThat(
            Decisions.decide(
                    p -> {
                      p.volume("data", new HostPathVolume("/srv/docker.sock", ""));
                      p.container("docker:cli", mount("data"));
                    },
                    PolicyBuilder.named("default", p -> p.allowed = List.of("/srv")))
                .mutation()
                .changes())
        .doesNotHaveAnyElementsOfTypes(PodChange.AwaitSocket.class);
  }

  @Test
  void rejectsProxiedSocketForUnlistedImages() {
    assertThat(Decisions.violations(socket("busybox", "/run/eci/docker/docker.sock"), POLICY))
        .containsExactly("RES-3 mount of sock");
  }

  /** The webhook that admits it has to request the resolution, and keep it while the pod runs. */
  @Test
  void requestsUsedTagOfWildcardEntries() {
    Policy policy = PolicyBuilder.named("default", p -> p.socketImages = List.of("docker:*"));
    String pinned = "docker@" + PolicyBuilder.DIGEST;
    for (var request :
        List.of(
            new ImageVerificationRequest(ImageReference.parse("docker:cli"), false, true),
            new ImageVerificationRequest(ImageReference.parse("docker:28"), true, true),
            new ImageVerificationRequest(ImageReference.parse(pinned), false, true))) {
      assertThat(
              PodEvaluation.of(
                      PodBuilder.with(socket(request.image().toString(), "/run/docker.sock")),
                      List.of(policy),
                      Decisions.NOW)
                  .imagesToVerify())
          .containsExactly(request);
    }
    assertThat(Decisions.violations(socket("docker:28", "/run/docker.sock"), policy))
        .containsExactly("SOCK-2 mount of sock");
    // no lookup for images without a socket mount, nor for entries without a wildcard
    assertThat(
            PodEvaluation.of(
                    PodBuilder.with(p -> p.container("docker:28")), List.of(policy), Decisions.NOW)
                .imagesToVerify())
        .isEmpty();
    assertThat(
            PodEvaluation.of(
                    PodBuilder.with(socket("docker:cli", "/run/docker.sock")),
                    List.of(POLICY),
                    Decisions.NOW)
                .imagesToVerify())
        .isEmpty();
  }

  /** No proxy checks it. */
  @Test
  void rejectsSocketOfRootlessDocker() {
    assertThat(Decisions.violations(socket("docker:cli", "/run/user/1000/docker.sock"), POLICY))
        .containsExactly("RES-3 mount of sock");
  }

  @Test
  void onlyEnforceSwaps() {
    Policy warn =
        PolicyBuilder.named(
            "default",
            p -> {
              p.mode = EnforcementMode.WARN;
              p.socketImages = List.of("docker:cli");
            });
    assertThat(
            Decisions.decide(socket("docker:cli", "/run/docker.sock"), warn).mutation().isEmpty())
        .isTrue();
  }

  @Test
  void rejectsPodsWhereSwapAndPinWereUndone() {
    assertThat(
            Decisions.decideMutated(
                    socket("docker:cli", "/run/docker.sock")
                        .andThen(p -> p.runtimeClassName = java.util.Optional.of("eci")),
                    POLICY)
                .violationsOf(EnforcementMode.ENFORCE))
        .extracting(Violation::message)
        .satisfiesExactly(
            socket -> assertThat(socket).contains("engine's own docker socket in volume \"sock\""),
            image -> assertThat(image).contains("another image for container \"c0\""));
  }

  private static Consumer<PodBuilder> socket(String image, String path) {
    return p -> {
      p.volume("other", new VolumeSource.Other());
      p.hostPath("sock", path);
      p.container(image, mount("sock"), mount("other"));
    };
  }
}
