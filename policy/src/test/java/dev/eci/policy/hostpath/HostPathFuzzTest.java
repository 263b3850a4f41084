// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Paths of volumes and bind mounts. */
class HostPathFuzzTest {
  @DictionaryEntries({
    "/var/run",
    "/docker.sock",
    "/proc/",
    "self",
    "/root",
    "..",
    "//",
    "/./",
    "/run/"
  })
  @FuzzTest
  void hasOneSpelling(byte[] sent) {
    Optional<HostPath> parsed = HostPath.parse(new String(sent, StandardCharsets.UTF_8));
    if (parsed.isEmpty()) {
      return;
    }
    HostPath path = parsed.get();
    assertThat(HostPath.of(path.value())).isEqualTo(path);
    assertThat(path.segments()).doesNotContain("", ".", "..");
    assertThat(path.startsWith(path.parent())).isTrue();
    assertThat(HostPath.of(path.value() + "/")).isEqualTo(path);
    // a process link is followed by the engine, which is root; behind a mount the kernel decides
    if (SocketExposure.of(path).reachesSocket() && !path.containsProcessLink()) {
      // a mount of the directory shows what is in it
      assertThat(SocketExposure.of(path.parent()).reachesSocket()).as("parent of " + path).isTrue();
    }
  }
}
