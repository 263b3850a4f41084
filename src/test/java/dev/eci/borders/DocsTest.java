// SPDX-License-Identifier: Apache-2.0
package dev.eci.borders;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Project;
import dev.eci.policy.model.RuleId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every page of the docs: its links lead somewhere, and each rule has its heading. */
class DocsTest {
  private static final int COLUMNS = 120;

  /** Pages that tests generate, a paragraph a line. */
  private static final String GENERATED = "docs/reference/";

  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT))(?:#(\\w+))?`");

  private static final List<MarkdownPage> PAGES = pages();

  /** By simple name; two modules may have tests of the same name. */
  private static final Map<String, List<Path>> SOURCES = sources();

  private static Map<String, List<Path>> sources() {
    try (Stream<Path> files = SourceTree.files()) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .collect(groupingBy(file -> file.getFileName().toString().replace(".java", "")));
    }
  }

  private static List<MarkdownPage> pages() {
    try (Stream<Path> files = SourceTree.files()) {
      return files.filter(file -> file.toString().endsWith(".md")).map(MarkdownPage::read).toList();
    }
  }

  @Test
  void hasHeadingForEachRule() {
    assertThat(MarkdownPage.read(Project.ROOT.resolve("docs/rules.md")).headings())
        .containsAll(Arrays.stream(RuleId.values()).map(RuleId::id).toList());
  }

  @Test
  void linksLeadToFilesAndHeadings() {
    assertThat(PAGES).hasSizeGreaterThan(20);
    List<String> broken = new ArrayList<>();
    for (MarkdownPage page : PAGES) {
      for (MarkdownPage.Link link : page.links()) {
        Path target =
            link.path().isEmpty()
                ? page.file()
                : page.file().resolveSibling(link.path()).normalize();
        if (!exists(target, link.anchor())) {
          broken.add(
              "%s:%d: %s#%s"
                  .formatted(
                      SourceTree.name(page.file()), link.line(), link.path(), link.anchor()));
        }
      }
    }
    assertThat(broken).as("links that lead nowhere").isEmpty();
  }

  private static boolean exists(Path target, String anchor) {
    if (anchor.isEmpty() || !target.toString().endsWith(".md")) {
      return Files.exists(target);
    }
    return Files.exists(target) && MarkdownPage.read(target).anchors().contains(anchor);
  }

  @Test
  void wrapsProse() {
    List<String> tooLong = new ArrayList<>();
    for (MarkdownPage page : PAGES) {
      for (MarkdownPage.Line line : page.prose()) {
        if (line.text().length() > COLUMNS && !SourceTree.name(page.file()).startsWith(GENERATED)) {
          tooLong.add(
              "%s:%d: %s".formatted(SourceTree.name(page.file()), line.number(), line.text()));
        }
      }
    }
    assertThat(tooLong).as("lines of prose over %d columns", COLUMNS).isEmpty();
  }

  @Test
  void namesTestsThatExist() throws IOException {
    List<String> missing = new ArrayList<>();
    for (MarkdownPage page : PAGES) {
      String text = page.lines().stream().map(MarkdownPage.Line::text).collect(joining("\n"));
      for (MatchResult test : TEST.matcher(text).results().toList()) {
        String method = test.group(2) == null ? "" : "void " + test.group(2) + "(";
        if (SOURCES.getOrDefault(test.group(1), List.of()).stream().noneMatch(reads(method))) {
          missing.add(SourceTree.name(page.file()) + ": " + test.group());
        }
      }
    }
    assertThat(missing).as("tests that do not exist").isEmpty();
  }

  private static Predicate<Path> reads(String method) {
    return file -> {
      try {
        return Files.readString(file).contains(method);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
