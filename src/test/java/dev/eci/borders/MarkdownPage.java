// SPDX-License-Identifier: Apache-2.0
package dev.eci.borders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page of docs without its fenced code, as GitHub renders headings, anchors and links. */
record MarkdownPage(Path file, List<Line> lines) {
  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?) *#*");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)(?: \"[^\"]*\")?\\)");
  private static final Pattern HTML_LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");
  private static final Pattern UNBREAKABLE = Pattern.compile("\\[[^\\]]*\\]\\([^)\\s]*\\)\\.?");
  private static final Pattern INLINE_CODE = Pattern.compile("`[^`]*`");
  private static final Pattern HTML_ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");

  /** A line outside of code; numbers start at 1. */
  record Line(int number, String text) {}

  /** Where a link leads: a relative path, an anchor, or both; either may be empty. */
  record Link(int line, String path, String anchor) {}

  static MarkdownPage read(Path file) {
    try {
      List<Line> lines = new ArrayList<>();
      boolean isCode = false;
      int number = 0;
      for (String text : Files.readAllLines(file)) {
        number++;
        if (text.stripLeading().startsWith("```")) {
          isCode = !isCode;
        } else if (!isCode) {
          lines.add(new Line(number, text));
        }
      }
      return new MarkdownPage(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> headings() {
    return lines.stream()
        .map(line -> HEADING.matcher(line.text()))
        .filter(heading -> heading.matches())
        .map(heading -> heading.group(1))
        .toList();
  }

  Set<String> anchors() {
    Set<String> anchors = new LinkedHashSet<>();
    Map<String, Integer> uses = new HashMap<>();
    for (String heading : headings()) {
      String anchor = anchor(heading);
      int earlier = uses.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(earlier == 0 ? anchor : anchor + "-" + earlier);
    }
    lines.forEach(line ->
        HTML_ANCHOR.matcher(line.text()).results().forEach(match -> anchors.add(match.group(1))));
    return anchors;
  }

  private static String anchor(String heading) {
    return heading
        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  /** Those within the checkout: no other site, no mail address. */
  List<Link> links() {
    List<Link> links = new ArrayList<>();
    for (Line line : lines) {
      String text = INLINE_CODE.matcher(line.text()).replaceAll("``");
      for (Pattern pattern : List.of(LINK, HTML_LINK)) {
        pattern
            .matcher(text)
            .results()
            .map((MatchResult match) -> match.group(1))
            .forEach(to -> {
              if (!to.matches("[a-z]+:.*")) {
                String[] parts = to.split("#", 2);
                links.add(new Link(line.number(), parts[0], parts.length == 2 ? parts[1] : ""));
              }
            });
      }
    }
    return links;
  }

  /** What is prose: no table row, no indented code, no line that a URL or one long link fills. */
  List<Line> prose() {
    return lines.stream()
        .filter(line -> !line.text().startsWith("|"))
        .filter(line -> !line.text().startsWith("    "))
        .filter(line -> !line.text().contains("://"))
        .filter(line -> !UNBREAKABLE.matcher(line.text()).matches())
        .toList();
  }
}
