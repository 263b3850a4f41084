// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeSwitchCheckTest {
  private static final DockerContainer ECI_CONTAINER =
      new DockerContainer("1", "web", "i", "eci", true, 7);
  private static final DockerContainer RUNC_CONTAINER =
      new DockerContainer("2", "old", "i", "runc", true, 8);

  @TempDir Path directory;

  @Test
  void rejectsChangeWhileContainersRun() throws Exception {
    Path settings =
        Files.writeString(
            directory.resolve("runtime.conf"),
            "# written by eci-agent\nruntime = /usr/bin/runc\nsocket = /s\n");
    RuntimeSwitchCheck change = RuntimeSwitchCheck.of(settings, "/usr/bin/crun");
    assertThat(change.isSwitch()).isTrue();
    assertThatThrownBy(() -> change.check(List.of(RUNC_CONTAINER, ECI_CONTAINER)))
        .isInstanceOfSatisfying(
            UnsupportedHostException.class,
            unsupportedHostException ->
                assertThat(unsupportedHostException.userMessage())
                    .contains("web", "--runtime runc")
                    .doesNotContain("old"));
    assertThatCode(() -> change.check(List.of(RUNC_CONTAINER))).doesNotThrowAnyException();
  }

  @Test
  void ignoresOtherPathOfSameRuntime() throws Exception {
    assertThat(new RuntimeSwitchCheck("/usr/bin/runc", "/opt/bin/runc").isSwitch()).isFalse();
    assertThat(RuntimeSwitchCheck.of(directory.resolve("none"), "/usr/bin/crun").isSwitch())
        .isFalse();
  }
}
