// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RES-2: the host paths that a policy allows, and that none of them exposes a socket (RES-3). */
class HostPathAllowancesTest {
  private static final HostPathAllowances ALLOWANCES =
      HostPathAllowances.parse(
          List.of("/srv/data/", "/run/lock"), List.of("/var/log", "/proc", "/sys"));

  @ParameterizedTest
  @CsvSource({
    "/srv/data, true, true",
    "/srv/data/x/y, true, true",
    "/srv//data/./x, true, true",
    "/srv/data2, false, false",
    "/srv, false, false",
    "/, false, false",
    "/srv/data/../secret, false, false",
    "/var/lock/x, true, true",
    "/var/log/pods, false, true",
    "/proc, false, true",
    "/proc/cpuinfo, false, true",
    "/etc, false, false",
    // never through a link of a process, even to an allowed directory
    "/proc/1/root, false, false",
    "/proc/1/root/srv/data, false, false",
    "/dev/fd/3, false, false",
    // never a socket
    "/run/docker.sock, false, false",
    "/var/run, false, false",
  })
  void permitsPathsBelowAllowances(String path, boolean writing, boolean reading) {
    assertThat(ALLOWANCES.allows(HostPath.of(path), false)).isEqualTo(writing);
    assertThat(ALLOWANCES.allows(HostPath.of(path), true)).isEqualTo(reading);
  }

  @Test
  void permitsNothingByDefault() {
    assertThat(HostPathAllowances.NONE.allows(HostPath.of("/srv"), true)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/|/ gives access to the docker socket; allow the directories that are needed",
        "/..|/ gives access to the docker socket",
        "/var/run|/run gives access to the docker socket",
        "/var|/var gives access to the containerd socket",
        "/run/docker.sock|/run/docker.sock is the docker socket; sockets are allowed by image",
        "/run/containerd|/run/containerd gives access to the containerd socket",
        "/var/lib/kubelet|/var/lib/kubelet gives access to the kubelet socket",
        "/proc/1/root/srv|leads wherever a process points it",
        "data|path \"data\" is not absolute",
        "''|the path is empty",
      })
  void rejectsInvalidAllowances(String path, String reason) {
    assertThatExceptionOfType(InvalidHostPathException.class)
        .isThrownBy(() -> HostPathAllowances.parse(List.of("/srv", path), List.of()))
        .withMessageStartingWith("allowed[1]: ")
        .withMessageContaining(reason);
    assertThatExceptionOfType(InvalidHostPathException.class)
        .isThrownBy(() -> HostPathAllowances.parse(List.of(), List.of(path)))
        .withMessageStartingWith("readOnlyAllowed[0]: ");
    assertThatExceptionOfType(InvalidHostPathException.class)
        .isThrownBy(() -> HostPathAllowances.parseEntry(path));
  }

  @Test
  void constructorRejectsSockets() {
    assertThatExceptionOfType(InvalidHostPathException.class)
        .isThrownBy(() -> new HostPathAllowances(List.of(HostPath.of("/")), List.of()));
  }
}
