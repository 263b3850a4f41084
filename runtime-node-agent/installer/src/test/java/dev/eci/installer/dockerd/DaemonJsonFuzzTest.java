// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** daemon.json as administrators wrote it, and dockerd's command line. */
class DaemonJsonFuzzTest {
  private static final String LAUNCHER = "/opt/eci/bin/eci-runtime";

  @DictionaryEntries({
    "\\x22runtimes\\x22",
    "\\x22default-runtime\\x22",
    "\\x22eci\\x22",
    "\\x22runc\\x22",
    "{",
    "}",
    ",",
    ":",
    "\\xEF\\xBB\\xBF",
    "\\xFF\\xFE",
    "\\x22hosts\\x22",
    "[]",
    "null"
  })
  @FuzzTest
  void removalRestoresEveryByte(byte[] file) throws UnsupportedHostException {
    String bytes = new String(file, StandardCharsets.ISO_8859_1);
    DaemonJson before;
    try {
      before = DaemonJson.of("/etc/docker/daemon.json", Optional.of(bytes));
    } catch (UnsupportedHostException e) {
      return;
    }
    before.hosts();
    String installed = before.withRuntime(LAUNCHER, "eci");
    DaemonJson after = DaemonJson.of("/etc/docker/daemon.json", Optional.of(installed));
    assertThat(after.runtimePath()).contains(LAUNCHER);
    assertThat(after.defaultRuntime()).contains("eci");
    assertThat(after.hosts()).isEqualTo(before.hosts());
    DaemonJson.of("/etc/docker/daemon.json", Optional.of(after.unloading(before.defaultRuntime())));
    if (before.runtimePath().isEmpty()
        && before.defaultRuntime().isEmpty()
        && !before.hasRuntimes()) {
      String removed = after.withoutRuntime(Optional.empty(), true);
      // a blank file became an object; its record restores the blank one
      assertThat(before.text().equals("{}") || removed.equals(bytes)).as(removed).isTrue();
    }
  }

  @DictionaryEntries({"--host", "-H", "=", "unix://", "--config-file", "\\x0A", "tcp://"})
  @FuzzTest
  void argumentsAreRead(byte[] line) {
    List<String> arguments =
        Arrays.asList(new String(line, StandardCharsets.UTF_8).split("\n", -1));
    DockerdArguments read = new DockerdArguments(arguments);
    assertThat(read.hosts()).hasSizeLessThanOrEqualTo(arguments.size() * 2);
    read.value("--config-file").ifPresent(value -> assertThat(read.has("--config-file")).isTrue());
  }
}
