// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Where this checkout is, and its version. */
public final class Project {
  public static final Path ROOT = find();
  public static final Path CHART = ROOT.resolve("deploy/chart");

  private Project() {}

  /** The version of the product: {@code <revision>} of the root POM. */
  public static String version() {
    return read(ROOT.resolve("pom.xml"), "<revision>(.*)</revision>");
  }

  /** The first group of {@code pattern} where the file first matches it. */
  public static String read(Path file, String pattern) {
    try {
      return Pattern.compile(pattern)
          .matcher(Files.readString(file))
          .results()
          .findFirst()
          .map((MatchResult match) -> match.group(1))
          .orElseThrow(() -> new IllegalStateException(file + " has no " + pattern));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path find() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("deploy/chart/Chart.yaml"))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new IllegalStateException("run this inside a checkout of the project");
      }
    }
    return directory;
  }
}
