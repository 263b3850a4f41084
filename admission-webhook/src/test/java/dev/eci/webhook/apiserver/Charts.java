// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The charts of the test, and the row of docs/compatibility.md for each. */
final class Charts {
  private static final Path DOCUMENT = Path.of("..", "docs", "compatibility.md");
  private static final Path TABLE = Path.of("src", "test", "resources", "manifests", "charts");
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z-]+)` \\|[^|]*\\| ([^|]*) \\|[^|]*\\|");

  private Charts() {}

  static List<String> names() {
    try (Stream<Path> files = Files.list(TABLE)) {
      return files.map(f -> f.getFileName().toString().replace(".yaml", "")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(String name) {
    try {
      return Files.readString(TABLE.resolve(name + ".yaml"))
          .replace("DIGEST", "c".repeat(64))
          .replaceAll("NAMESPACE", namespace(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String namespace(String chart) {
    return "chart-" + chart;
  }

  /** Rule IDs by chart; empty where the whole chart runs. */
  static Map<String, String> documented() {
    try (Stream<String> lines = Files.lines(DOCUMENT)) {
      return lines
          .map(ROW::matcher)
          .filter(row -> row.matches())
          .collect(
              Collectors.toMap(
                  row -> row.group(1),
                  row -> row.group(2).equals("runs") ? "" : row.group(2),
                  (a, b) -> a + b,
                  TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
