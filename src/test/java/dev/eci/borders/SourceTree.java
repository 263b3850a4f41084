// SPDX-License-Identifier: Apache-2.0
package dev.eci.borders;

import dev.eci.harness.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/** The files of this checkout, without build output. */
final class SourceTree {
  private static final Set<String> NOT_OURS = Set.of(".git", "target", ".idea", ".vscode");

  private SourceTree() {}

  static Stream<Path> files() {
    return files(Project.ROOT);
  }

  private static Stream<Path> files(Path directory) {
    try (Stream<Path> children = Files.list(directory)) {
      return children
          .filter(child -> !NOT_OURS.contains(child.getFileName().toString()))
          .sorted()
          .toList()
          .stream()
          .flatMap(child -> Files.isDirectory(child) ? files(child) : Stream.of(child));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its path as a reader of a message would open it. */
  static String name(Path file) {
    return Project.ROOT.relativize(file).toString();
  }
}
