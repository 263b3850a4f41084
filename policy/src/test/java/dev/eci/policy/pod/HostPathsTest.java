// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import static dev.eci.policy.pod.PodBuilder.mount;
import static dev.eci.policy.pod.PodBuilder.readOnly;
import static dev.eci.policy.pod.PodBuilder.subPath;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RES-2 and RES-3 for hostPath volumes and the mounts of them. */
class HostPathsTest {
  private static final Policy POLICY =
      PolicyBuilder.named(
          "default",
          p -> {
            p.socketImages = List.of("docker:cli");
            p.allowed = List.of("/data");
            p.readOnlyAllowed = List.of("/etc/ssl/certs");
          });

  @Test
  void checksSocketMountOfEachContainer() {
    assertThat(
            Decisions.violations(
                p -> {
                  p.hostPath("sock", "/var/run/docker.sock");
                  p.container("docker:cli", mount("sock"));
                  p.container("busybox", readOnly("sock"));
                },
                POLICY))
        .containsExactly("RES-3 mount of sock");
  }

  @Test
  void admitsUnmountedSocketVolume() {
    assertThat(Decisions.violations(p -> p.hostPath("sock", "/var/run/docker.sock"), POLICY))
        .isEmpty();
  }

  @Test
  void rejectsSocketPathThatKubeletWouldCreate() {
    assertThat(Decisions.violations(p -> p.createdHostPath("sock", "/var/run/docker.sock"), POLICY))
        .containsExactly("RES-2 volume sock");
  }

  /** A subPath of a socket may turn out to be the socket when the container starts. */
  @ParameterizedTest
  @ValueSource(strings = {"", ".", "./", "x", "$(DOT)", "$(A)/$(B)"})
  void subPathDoesNotHideSocket(String subPath) {
    assertThat(
            Decisions.violations(
                p -> {
                  p.hostPath("sock", "/var/run/docker.sock");
                  p.container("busybox", subPath("sock", subPath));
                },
                POLICY))
        .containsExactly("RES-3 mount of sock");
  }

  @Test
  void reportsDirectoryAndSocketOfSubPath() {
    assertThat(
            Decisions.violations(
                p -> {
                  p.hostPath("run", "/var/run");
                  p.container("busybox", subPath("run", "docker.sock"));
                },
                POLICY))
        .containsExactly("RES-3 mount of run", "RES-2 volume run");
  }

  @Test
  void allowedImageMayMountSocketOnly() {
    assertThat(
            Decisions.violations(
                p -> {
                  p.hostPath("run", "/var/run");
                  p.container("docker:cli", subPath("run", "docker.sock"));
                },
                POLICY))
        .containsExactly("RES-2 volume run");
  }

  @Test
  void checksAllVolumesOfSameName() {
    assertThat(
            Decisions.violations(
                p -> {
                  p.hostPath("v", "/data");
                  p.hostPath("v", "/var/run/docker.sock");
                  p.container("busybox", mount("v"));
                },
                POLICY))
        .containsExactly("RES-3 mount of v");
  }

  @Test
  void ignoresMountOfMissingVolume() {
    assertThat(Decisions.violations(p -> p.container("busybox", mount("none")), POLICY)).isEmpty();
  }

  @Test
  void readOnlyAllowanceRequiresReadOnlyMounts() {
    assertThat(certs(p -> p.container("busybox", readOnly("certs")))).isEmpty();
    assertThat(
            certs(p -> {
              p.container("busybox", readOnly("certs"));
              p.container("busybox", mount("certs"));
            }))
        .containsExactly("RES-2 volume certs");
    assertThat(certs(p -> p.container("busybox"))).containsExactly("RES-2 volume certs");
  }

  @Test
  void createdPathIsNotReadOnly() {
    assertThat(
            Decisions.violations(
                p -> {
                  p.createdHostPath("certs", "/etc/ssl/certs/new");
                  p.container("busybox", readOnly("certs"));
                },
                POLICY))
        .containsExactly("RES-2 volume certs");
  }

  private static List<String> certs(Consumer<PodBuilder> containers) {
    return Decisions.violations(
        p -> {
          p.hostPath("certs", "/etc/ssl/certs");
          containers.accept(p);
        },
        POLICY);
  }
}
