// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.gallery;

import dev.eci.harness.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory {@code resources/gallery/KIND/NAME}: a probe.sh, and the Dockerfile, compose.yaml or
 * manifests.yaml that it is about. A file ours.txt has what a protected host prints where that
 * differs on purpose; docs/compatibility.md then says why.
 *
 * <p>The system property {@code eci.gallery} takes {@code all} or names of rows, with commas. By
 * default the rows of resources/gallery/quick.txt run.
 */
public record GalleryRow(String kind, String name) {
  public static final Path ROOT = Project.ROOT.resolve("src/test/resources/gallery");
  static final String SELECTION = System.getProperty("eci.gallery", "");

  public static List<GalleryRow> all(String kind) {
    try (Stream<Path> directories = Files.list(ROOT.resolve(kind))) {
      return directories
          .map(directory -> new GalleryRow(kind, String.valueOf(directory.getFileName())))
          .sorted((a, b) -> a.name().compareTo(b.name()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows that this run compares; none if it names only rows of other kinds. */
  static List<GalleryRow> selected(String... kinds) {
    List<String> names = List.of(SELECTION.split(","));
    return Stream.of(kinds)
        .flatMap(kind -> all(kind).stream())
        .filter(row ->
            SELECTION.isEmpty()
                ? row.isQuick()
                : SELECTION.equals("all") || names.contains(row.name()))
        .toList();
  }

  /** {@code KIND/NAME} of the rows that are part of {@code make test}. */
  public static List<String> quick() {
    return read(ROOT.resolve("quick.txt")).lines().filter(line -> !line.startsWith("#")).toList();
  }

  boolean isQuick() {
    return quick().contains(kind + "/" + name);
  }

  /**
   * A name for what the row creates. It is in no other row's: filters of the engine match parts.
   */
  String unique() {
    return name + "-row";
  }

  public Path directory() {
    return ROOT.resolve(kind).resolve(name);
  }

  /** Whether its image is made from the distribution packages that {@code lab gallery} installs. */
  boolean needsPackages() {
    return Stream.of("Dockerfile", "compose.yaml")
        .map(directory()::resolve)
        .anyMatch(file -> Files.exists(file) && read(file).contains("eci-lab/gallery:1"));
  }

  /** What a protected host prints on purpose; null if the same as its twin. */
  public @Nullable String expectedDifference() {
    Path file = directory().resolve("ours.txt");
    return Files.exists(file) ? read(file).strip() : null;
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
