// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.installer.containerd.ContainerdService;
import dev.eci.installer.step.InstallPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After each failure, containerd has its former configuration. */
class SafetyTest {
  private static final Optional<String> MAIN_FILE = Optional.of("version = 3\noom_score = 1");

  @TempDir Path directory;

  @Test
  void restoresConfigWhenEngineDoesNotStart() throws IOException {
    NodeFixture node = new NodeFixture(directory, MAIN_FILE);
    node.engine.broken = true;

    assertThat(node.install())
        .isInstanceOfSatisfying(
            InstallResult.Failed.class,
            failed -> assertThat(failed.reason()).isEqualTo("RolledBack"));

    assertThat(Files.readString(node.root.locate("/etc/containerd/config.toml")))
        .isEqualTo(MAIN_FILE.get());
    assertThat(node.root.locate("/etc/containerd/eci.d")).doesNotExist();
    assertThat(node.isHandlerLoaded()).isFalse();
    assertThat(node.engine.restarts).isEqualTo(2);
  }

  @Test
  void doesNotRetryAfterRollbackUntilRemoved() throws IOException {
    NodeFixture node = new NodeFixture(directory, MAIN_FILE);
    node.engine.broken = true;
    node.install();
    node.engine.broken = false;

    assertThat(node.install())
        .isInstanceOfSatisfying(
            InstallResult.Failed.class,
            failed -> assertThat(failed.reason()).isEqualTo("RolledBack"));
    assertThat(node.engine.restarts).isEqualTo(2);

    node.remove(0);
    assertThat(node.install()).isInstanceOf(InstallResult.Done.class);
  }

  @Test
  void rejectsMergeThatLosesSettings() throws IOException {
    NodeFixture node = new NodeFixture(directory, MAIN_FILE);
    Map<String, String> before = node.snapshot();
    node.engine.mergesBadly = true;

    assertThat(node.install())
        .isInstanceOfSatisfying(
            InstallResult.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo("ConfigWouldChange");
              assertThat(failed.message()).contains("oom_score");
            });
    assertThat(node.engine.restarts).isZero();
    assertThat(node.snapshot()).isEqualTo(before);
  }

  @Test
  void replacesLauncherWithoutRestart() throws IOException {
    NodeFixture node = new NodeFixture(directory, MAIN_FILE);
    node.install();
    Files.writeString(node.launcher, "launcher 2");

    assertThat(node.install()).isInstanceOf(InstallResult.Done.class);

    assertThat(Files.readString(node.root.locate(InstallPaths.LAUNCHER))).isEqualTo("launcher 2");
    assertThat(Files.isExecutable(node.root.locate(InstallPaths.LAUNCHER))).isTrue();
    assertThat(node.engine.restarts).isEqualTo(1);
  }

  @Test
  void keepsHandlerAndLauncherWhileContainersRun() throws IOException {
    NodeFixture node = new NodeFixture(directory, MAIN_FILE);
    node.install();

    assertThat(node.remove(3)).isEqualTo(new RemovalResult.Waiting(3));
    assertThat(node.isHandlerLoaded()).isTrue();
    assertThat(node.root.locate(InstallPaths.LAUNCHER)).exists();
    assertThat(node.root.locate(InstallPaths.RUNTIME_CONF)).exists();
    assertThat(node.remove(3)).isEqualTo(new RemovalResult.Waiting(3));
    assertThat(node.engine.restarts).isEqualTo(1);

    assertThat(node.remove(0)).isEqualTo(new RemovalResult.Done());
    assertThat(node.isHandlerLoaded()).isFalse();
    assertThat(node.engine.restarts).isEqualTo(2);
    assertThat(node.root.locate(InstallPaths.ROOT)).doesNotExist();
  }

  @Test
  void reinstallsWhileRemovalWaitsForContainers() throws IOException {
    NodeFixture node = new NodeFixture(directory, MAIN_FILE);
    node.install();
    node.remove(1);

    assertThat(node.install()).isInstanceOf(InstallResult.Done.class);
    assertThat(node.isHandlerLoaded()).isTrue();
  }

  @Test
  void detectsAndRepairsDrift() throws IOException {
    for (String lost :
        new String[] {
          InstallPaths.LAUNCHER, InstallPaths.RUNTIME_CONF, "/etc/containerd/eci.d/eci.toml"
        }) {
      NodeFixture node = new NodeFixture(Files.createTempDirectory(directory, "x"), MAIN_FILE);
      node.install();
      Files.delete(node.root.locate(lost));
      assertThat(new DriftDetector(node.root).isDetected(node.record())).as(lost).isTrue();

      node.install();
      assertThat(new DriftDetector(node.root).isDetected(node.record())).as(lost).isFalse();
    }
  }

  @Test
  void rejectsGeneratedMainFileWithoutImports() throws IOException {
    NodeFixture node = new NodeFixture(directory, MAIN_FILE);
    ContainerdService k3s =
        new ContainerdService(
            "k3s.service", "/bin/containerd", "/etc/containerd/config.toml", "/bin");

    for (boolean importsReplace : new boolean[] {false, true}) {
      assertThat(node.installer(_ -> {}).ensure(k3s, NodeFixture.RUNC, importsReplace))
          .isInstanceOfSatisfying(
              InstallResult.Failed.class,
              failed -> assertThat(failed.reason()).isEqualTo("ConfigIsGenerated"));
    }
    assertThat(node.engine.restarts).isZero();
    assertThat(node.root.locate(InstallPaths.ROOT)).doesNotExist();
  }

  /** k3s and rke2 write such a line into the file that they generate. */
  @Test
  void keepsGeneratedMainFileThatImportsDirectory() throws IOException {
    String generated =
        "version = 3\nimports = [\"/etc/containerd/config-v3.toml.d/*.toml\"]\nroot = '/k'\n";
    NodeFixture node = new NodeFixture(directory, Optional.of(generated));
    Map<String, String> before = node.snapshot();
    ContainerdService k3s =
        new ContainerdService(
            "k3s.service", "/bin/containerd", "/etc/containerd/config.toml", "/bin");

    assertThat(node.installer(_ -> {}).ensure(k3s, NodeFixture.RUNC, false))
        .isInstanceOf(InstallResult.Done.class);
    assertThat(node.isHandlerLoaded()).isTrue();
    assertThat(Files.readString(node.root.locate("/etc/containerd/config.toml")))
        .isEqualTo(generated);
    assertThat(node.root.locate("/etc/containerd/config-v3.toml.d/eci.toml")).exists();

    assertThat(node.remover(_ -> {}).remove(Optional.of(k3s), () -> 0))
        .isInstanceOf(RemovalResult.Done.class);
    assertThat(node.snapshot()).isEqualTo(before);
  }

  @Test
  void movesDropInWhenImportsChange() throws IOException {
    NodeFixture node = new NodeFixture(directory, MAIN_FILE);
    node.install();
    Path main = node.root.locate("/etc/containerd/config.toml");
    Files.writeString(main, "version = 3\nimports = [\"/etc/containerd/conf.d/*.toml\"]\n");
    node.engine.restart(FakeContainerd.ENGINE);

    assertThat(node.install()).isInstanceOf(InstallResult.Done.class);
    assertThat(node.root.locate("/etc/containerd/eci.d")).doesNotExist();
    assertThat(node.root.locate("/etc/containerd/conf.d/eci.toml")).exists();
    node.remove(0);
    assertThat(node.root.locate("/etc/containerd/conf.d")).doesNotExist();
  }
}
