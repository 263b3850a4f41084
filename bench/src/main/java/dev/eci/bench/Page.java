package dev.eci.bench;

import dev.eci.harness.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** docs/benchmarks.md: one section per bench, replaced by each run. */
public final class Page {
  private static final Path FILE = Project.ROOT.resolve("docs/benchmarks.md");

  private Page() {}

  /** Puts the figures' table into the section between the bench's two markers. */
  public static void write(String bench, List<Figure> figures) {
    String begin = "<!-- " + bench + " -->";
    String end = "<!-- /" + bench + " -->";
    String table =
        figures.stream()
            .map(Figure::row)
            .collect(
                Collectors.joining(
                    "\n",
                    "| figure | median | range (samples) | goal | ratio |\n|---|---|---|---|---|\n",
                    "\n"));
    try {
      String page = Files.readString(FILE);
      int from = page.indexOf(begin);
      int to = page.indexOf(end);
      if (from < 0 || to < from) {
        throw new IllegalStateException(FILE + " has no section " + begin);
      }
      Files.writeString(
          FILE, page.substring(0, from + begin.length()) + "\n" + table + page.substring(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
