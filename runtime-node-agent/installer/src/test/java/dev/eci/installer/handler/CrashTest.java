// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After a kill -9 at each step, the next start completes the installation, and the undo still
 * restores the same bytes.
 */
class CrashTest {
  private static final Optional<String> MAIN_FILE =
      Optional.of("version = 2\nimports = [\"/etc/containerd/one.toml\"]\noom_score = 1");

  @TempDir Path directory;

  /** No code catches it, so it acts like the end of the process. */
  private static final class SimulatedKillError extends Error {
    private static final long serialVersionUID = 1;
  }

  private static Consumer<String> killAt(String point) {
    return reached -> {
      if (reached.equals(point)) {
        throw new SimulatedKillError();
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "record",
        "dry run",
        "launcher",
        "runtime.conf",
        "drop-in",
        "main file",
        "restart",
        "loaded"
      })
  void completesInstallAfterKill(String point) throws IOException {
    NodeFixture node = new NodeFixture(directory, MAIN_FILE);
    Map<String, String> before = node.snapshot();
    Installer killed = node.installer(killAt(point));
    assertThatThrownBy(() -> killed.ensure(FakeContainerd.ENGINE, NodeFixture.RUNC, false))
        .isInstanceOf(SimulatedKillError.class);

    assertThat(node.install()).isInstanceOf(InstallResult.Done.class);
    assertThat(node.isHandlerLoaded()).isTrue();
    assertThat(node.record().loaded()).isNotNull();
    node.remove(0);
    assertThat(node.snapshot()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "record",
        "dry run",
        "launcher",
        "runtime.conf",
        "drop-in",
        "main file",
        "restart",
        "loaded"
      })
  void removesPartialInstallAfterKill(String point) throws IOException {
    NodeFixture node = new NodeFixture(directory, MAIN_FILE);
    Map<String, String> before = node.snapshot();
    Installer killed = node.installer(killAt(point));
    assertThatThrownBy(() -> killed.ensure(FakeContainerd.ENGINE, NodeFixture.RUNC, false))
        .isInstanceOf(SimulatedKillError.class);

    assertThat(node.remove(0)).isInstanceOf(RemovalResult.Done.class);
    assertThat(node.snapshot()).isEqualTo(before);
    assertThat(node.isHandlerLoaded()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main file",
        "drop-in",
        "restart",
        "unloaded",
        "runtime.conf",
        "launcher",
        "files"
      })
  void completesRemovalAfterKill(String point) throws IOException {
    NodeFixture node = new NodeFixture(directory, MAIN_FILE);
    Map<String, String> before = node.snapshot();
    node.install();
    Remover killed = node.remover(killAt(point));
    assertThatThrownBy(() -> killed.remove(Optional.of(FakeContainerd.ENGINE), () -> 0))
        .isInstanceOf(SimulatedKillError.class);

    assertThat(node.remove(0)).isInstanceOf(RemovalResult.Done.class);
    assertThat(node.snapshot()).isEqualTo(before);
    assertThat(node.isHandlerLoaded()).isFalse();
  }
}
