// SPDX-License-Identifier: Apache-2.0
package dev.eci.borders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Project;
import dev.eci.policy.model.RuleId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every page of the docs: its links lead somewhere, and each rule has its heading. */
class DocsTest {
  private static final int COLUMNS = 120;

  /** Pages that tests generate, a paragraph a line. */
  private static final String GENERATED = "docs/reference/";

  private static final List<MarkdownPage> PAGES = pages();

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
}
