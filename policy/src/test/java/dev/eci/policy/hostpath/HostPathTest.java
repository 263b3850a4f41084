// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RES-2: one spelling for every path, whatever a user wrote. */
class HostPathTest {
  @ParameterizedTest
  @CsvSource({
    "/, /",
    "//, /",
    "/./, /",
    "/.., /",
    "/../../etc, /etc",
    "/etc/, /etc",
    "//etc///passwd//, /etc/passwd",
    "/etc/./ssl/../passwd, /etc/passwd",
    "/a/b/c/../../.., /",
    "/..., /...",
    "/.hidden/..x, /.hidden/..x",
    "/var/run, /run",
    "/var/run/, /run",
    "/var//run/./docker.sock, /run/docker.sock",
    "/var/x/../run/docker.sock, /run/docker.sock",
    "/x/../var/run/y/../docker.sock, /run/docker.sock",
    "/var/lock/x, /run/lock/x",
    "/var/runner, /var/runner",
    "/srv/var/run, /srv/var/run",
    "/VAR/RUN, /VAR/RUN",
    "/dev/fd, /proc/self/fd",
    "/dev/fd/3, /proc/self/fd/3",
    "/dev/stdin, /proc/self/fd/0",
  })
  void hasOneSpelling(String written, String canonical) {
    assertThat(HostPath.of(written)).hasToString(canonical).isEqualTo(HostPath.of(canonical));
    assertThat(HostPath.parse(written)).contains(new HostPath(canonical));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", "..", "run", "./run", "../run", " /run", "C:\\x", "~/x"})
  void rejectsRelativePaths(String written) {
    refuses(written);
  }

  @Test
  void rejectsNulAndTooLongPaths() {
    refuses("/run\0/docker.sock");
    refuses("/" + "a/".repeat(HostPath.PATH_MAX));
  }

  @Test
  void showsNoControlCharacters() {
    assertThatExceptionOfType(InvalidHostPathException.class)
        .isThrownBy(() -> HostPath.of("x\nINFO all is well"))
        .withMessageContaining("\"x?INFO all is well\"");
  }

  /** Docker cleans the text and gets /var/lib; the kernel follows the link and gets /lib. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/var/run/../lib",
        "/var/run/..",
        "/var/run/x/../../lib",
        "/var/lock/../docker.sock",
        "/dev/fd/../x",
        "/dev/fd/3/../x",
        "/proc/1/root/..",
        "/proc/1/root/../run/docker.sock",
        "/proc/self/cwd/x/../../y",
        "/proc/1/task/1/root/../x",
      })
  void rejectsParentOfLink(String written) {
    assertThatExceptionOfType(InvalidHostPathException.class)
        .isThrownBy(() -> HostPath.of(written))
        .withMessageContaining(written)
        .withMessageContaining("without \"..\"");
  }

  @ParameterizedTest
  @CsvSource({
    "/run/docker.sock, /run, true",
    "/var/run/docker.sock, /run, true",
    "/run/docker.sock, /var/run, true",
    "/run, /run, true",
    "/run, /, true",
    "/, /, true",
    "/, /run, false",
    "/runner, /run, false",
    "/run, /run/docker.sock, false",
    "/data2, /data, false",
  })
  void comparesWholeSegments(String path, String ancestor, boolean expected) {
    assertThat(HostPath.of(path).startsWith(HostPath.of(ancestor))).isEqualTo(expected);
    assertThat(HostPath.of(ancestor).contains(HostPath.of(path))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/proc/1/root, true",
    "/proc/1/root/run/docker.sock, true",
    "/proc/self/cwd, true",
    "/proc/thread-self/exe, true",
    "/proc/self/fd/3/x, true",
    "/proc/self/map_files/1-2, true",
    "/proc/1/task/2/root/x, true",
    "/proc/1/task/2/fd/3, true",
    "/dev/fd/3, true",
    "/dev/stdout, true",
    "/proc, false",
    "/proc/1, false",
    "/proc/1/fd, false",
    "/proc/1/task/2, false",
    "/proc/sys/fs, false",
    "/srv/proc/1/root, false",
  })
  void recognizesProcessLinks(String path, boolean expected) {
    assertThat(HostPath.of(path).containsProcessLink()).isEqualTo(expected);
  }

  private static void refuses(String written) {
    assertThatExceptionOfType(InvalidHostPathException.class)
        .isThrownBy(() -> HostPath.of(written));
    assertThat(HostPath.parse(written)).isEmpty();
  }
}
