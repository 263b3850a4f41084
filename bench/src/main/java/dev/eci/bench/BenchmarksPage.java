// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench;

import dev.eci.harness.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** docs/benchmarks.md: one section per scenario, replaced by each run. */
public final class BenchmarksPage {
  private static final Path FILE = Project.ROOT.resolve("docs/benchmarks.md");

  private BenchmarksPage() {}

  /** Writes text, usually a table, into the section between the scenario's two markers. */
  public static void write(String bench, String text) {
    String begin = "<!-- " + bench + " -->";
    String end = "<!-- /" + bench + " -->";
    try {
      String page = Files.readString(FILE);
      int from = page.indexOf(begin);
      int to = page.indexOf(end);
      if (from < 0 || to < from) {
        throw new IllegalStateException(FILE + " has no section " + begin);
      }
      Files.writeString(
          FILE, page.substring(0, from + begin.length()) + "\n" + text + page.substring(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
