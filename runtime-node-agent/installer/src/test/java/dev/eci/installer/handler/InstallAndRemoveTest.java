// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.installer.step.InstallPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Installation works with every kind of main file, is idempotent, and its undo restores the bytes.
 */
class InstallAndRemoveTest {
  @TempDir Path directory;

  static List<Optional<String>> mainFiles() {
    return ContainerdConfigSamples.all();
  }

  @ParameterizedTest
  @MethodSource("mainFiles")
  void installsOnceAndLeavesNothing(Optional<String> mainFile) throws IOException {
    NodeFixture node = new NodeFixture(directory, mainFile);
    Map<String, String> before = node.snapshot();

    assertThat(node.install())
        .isInstanceOfSatisfying(InstallResult.Done.class, d -> assertThat(d.restarted()).isTrue());
    assertThat(node.isHandlerLoaded()).isTrue();
    assertThat(node.engine.restarts).isEqualTo(1);
    assertThat(new DriftDetector(node.root).isDetected(node.record())).isFalse();

    Map<String, String> installed = node.snapshot();
    assertThat(node.install())
        .isInstanceOfSatisfying(InstallResult.Done.class, d -> assertThat(d.restarted()).isFalse());
    assertThat(node.engine.restarts).isEqualTo(1);
    assertThat(node.snapshot()).isEqualTo(installed);

    assertThat(node.remove(0)).isInstanceOf(RemovalResult.Done.class);
    assertThat(node.snapshot()).isEqualTo(before);
    assertThat(node.isHandlerLoaded()).isFalse();
    assertThat(node.engine.restarts).isEqualTo(2);

    assertThat(node.remove(0)).isInstanceOf(RemovalResult.Done.class);
    assertThat(node.engine.restarts).isEqualTo(2);
  }

  static List<Optional<String>> version2() {
    return ContainerdConfigSamples.all().stream()
        .filter(f -> f.map(t -> t.contains("version = 2")).orElse(false))
        .toList();
  }

  /** In containerd 1.7, an import would replace the node's own settings. */
  @ParameterizedTest
  @MethodSource("version2")
  void writesHandlerToMainFileWhenImportsReplace(Optional<String> mainFile) throws IOException {
    NodeFixture node = new NodeFixture(directory, mainFile);
    node.engine.importsReplace = true;
    Map<String, String> before = node.snapshot();

    assertThat(node.install()).isInstanceOf(InstallResult.Done.class);
    assertThat(node.isHandlerLoaded()).isTrue();
    Path main = node.root.locate(FakeContainerd.ENGINE.config());
    assertThat(Files.readString(main)).startsWith(mainFile.orElseThrow());
    assertThat(new DriftDetector(node.root).isDetected(node.record())).isFalse();
    assertThat(node.install())
        .isInstanceOfSatisfying(InstallResult.Done.class, d -> assertThat(d.restarted()).isFalse());

    Files.writeString(main, mainFile.get());
    assertThat(new DriftDetector(node.root).isDetected(node.record())).isTrue();
    assertThat(node.install()).isInstanceOf(InstallResult.Done.class);
    assertThat(node.isHandlerLoaded()).isTrue();

    Files.writeString(main, Files.readString(main) + "# mine\n");
    assertThat(node.remove(0)).isInstanceOf(RemovalResult.Done.class);
    assertThat(node.isHandlerLoaded()).isFalse();
    assertThat(Files.readString(main)).isEqualTo(mainFile.get() + "# mine\n");
    Files.writeString(main, mainFile.get());
    assertThat(node.snapshot()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("mainFiles")
  void keepsEditsOfOthers(Optional<String> mainFile) throws IOException {
    NodeFixture node = new NodeFixture(directory, mainFile);
    node.install();
    Path main = node.root.locate(FakeContainerd.ENGINE.config());
    boolean edited = mainFile.isPresent();
    if (edited) {
      Files.writeString(main, Files.readString(main) + "\n# mine\n");
    }
    Files.setPosixFilePermissions(main.getParent(), PosixFilePermissions.fromString("rwxr-x---"));

    node.remove(0);

    if (edited) {
      assertThat(Files.readString(main)).isEqualTo(mainFile.get() + "\n# mine\n");
    }
  }

  @ParameterizedTest
  @MethodSource("mainFiles")
  void removesInstallWithoutRecord(Optional<String> mainFile) throws IOException {
    NodeFixture node = new NodeFixture(directory, mainFile);
    Map<String, String> before = node.snapshot();
    node.install();
    Files.delete(node.root.locate(InstallPaths.RECORD));

    assertThat(node.remove(0)).isInstanceOf(RemovalResult.Done.class);

    assertThat(node.isHandlerLoaded()).isFalse();
    Map<String, String> after = node.snapshot();
    // without a record, the directories that were created for the drop-in are unknown
    after
        .keySet()
        .removeIf(
            path -> !before.containsKey(path) && Files.isDirectory(node.root.root().resolve(path)));
    assertThat(after).isEqualTo(before);
  }
}
