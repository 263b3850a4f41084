// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.socketproxy.changes.LayerComparison.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayLayersTest {
  @TempDir private Path directory;

  private OverlayLayers layers;

  @BeforeEach
  void create() throws IOException {
    Path real = directory.toRealPath();
    for (String layer : List.of("upper", "top", "bottom")) {
      Files.createDirectories(real.resolve(layer).resolve("d"));
    }
    layers =
        new OverlayLayers(
            real.resolve("upper"), List.of(real.resolve("top"), real.resolve("bottom")));
    write("bottom/d/file", "old");
    write("bottom/d/both", "bottom");
    write("top/d/both", "top");
  }

  @Test
  void seesWhatContainerDidNotTouch() {
    assertThat(layers.compare("/d/file")).isEqualTo(Result.IN_IMAGE_ONLY);
    assertThat(layers.compare("/d/file/below")).isEqualTo(Result.IN_IMAGE_ONLY);
    assertThat(layers.compare("/other")).isEqualTo(Result.IN_IMAGE_ONLY);
  }

  @Test
  void comparesWithTopmostLayer() throws IOException {
    copyUp("bottom", "d/file");
    copyUp("top", "d/both");
    assertThat(layers.compare("/d")).isEqualTo(Result.COPIED);
    assertThat(layers.compare("/d/file")).isEqualTo(Result.COPIED);
    assertThat(layers.compare("/d/both")).isEqualTo(Result.COPIED);
    copyUp("bottom", "d/both");
    assertThat(layers.compare("/d/both")).isEqualTo(Result.CHANGED);
  }

  @Test
  void seesEveryChange() throws IOException {
    copyUp("bottom", "d/file");
    Path file = layers.upper().resolve("d/file");
    FileTime modified = Files.getLastModifiedTime(file);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1)));
    assertThat(layers.compare("/d/file")).as("time").isEqualTo(Result.CHANGED);
    Files.setLastModifiedTime(file, FileTime.from(modified.toInstant().plusNanos(1000)));
    assertThat(layers.compare("/d/file")).as("part of a second").isEqualTo(Result.CHANGED);
    Files.setLastModifiedTime(file, modified);
    assertThat(layers.compare("/d/file")).isEqualTo(Result.COPIED);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx--x--x"));
    assertThat(layers.compare("/d/file")).as("mode").isEqualTo(Result.CHANGED);
    Files.setPosixFilePermissions(
        layers.upper().resolve("d"), PosixFilePermissions.fromString("rwx------"));
    assertThat(layers.compare("/d")).as("mode of a directory").isEqualTo(Result.CHANGED);
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("both"));
    assertThat(layers.compare("/d/file")).as("kind").isEqualTo(Result.CHANGED);
  }

  @Test
  void listsNamesThatEngineCannotWrite() {
    assertThat(layers.compare("/d/\uFFFD")).isEqualTo(Result.CHANGED);
  }

  /** Else the container could compare files of the node with those of an image. */
  @Test
  void followsNoLinkOfContainer() throws IOException {
    write("node/file", "old");
    Files.delete(layers.upper().resolve("d"));
    Files.createSymbolicLink(layers.upper().resolve("d"), directory.toRealPath().resolve("node"));
    assertThat(layers.compare("/d/file")).isEqualTo(Result.IN_IMAGE_ONLY);
    assertThat(layers.compare("/d")).isEqualTo(Result.CHANGED);
  }

  private void write(String path, String content) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000, 5_000)));
  }

  private void copyUp(String layer, String path) throws IOException {
    Files.copy(
        directory.resolve(layer).resolve(path),
        layers.upper().resolve(path),
        StandardCopyOption.COPY_ATTRIBUTES,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
