// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.generate;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Plain text as Markdown in a page of docs/reference. */
final class Markdown {
  private static final int COLUMNS = 120;
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_<>\\[\\]|#~]");
  private static final Pattern RULE = Pattern.compile("\\b(?:ISO|RES|SOCK)-\\d+\\b");
  private static final Pattern PAGE = Pattern.compile("\\bdocs/([a-z-]+\\.md)\\b");

  private Markdown() {}

  /** Shows the text as it is, with links for rule IDs and for pages of the documentation. */
  static String text(String plain) {
    String escaped = SPECIAL.matcher(plain.replaceAll("\\s+", " ").strip()).replaceAll("\\\\$0");
    String linked = PAGE.matcher(escaped).replaceAll("[docs/$1](../$1)");
    return RULE.matcher(linked)
        .replaceAll(id ->
            "[%s](../rules.md#%s)".formatted(id.group(), id.group().toLowerCase(Locale.ROOT)));
  }

  /** The text as a paragraph outside a table, wrapped like the other pages of the documentation. */
  static String paragraph(String plain) {
    StringBuilder page = new StringBuilder();
    int column = 0;
    for (String word : text(plain).split(" ", -1)) {
      boolean fits = column + 1 + word.length() <= COLUMNS;
      page.append(column == 0 ? "" : fits ? " " : "\n").append(word);
      column = column > 0 && fits ? column + 1 + word.length() : word.length();
    }
    return page.toString();
  }

  static String code(String plain) {
    String fence = plain.contains("`") ? "``" : "`";
    return fence + plain.replace("|", "\\|") + fence;
  }

  static String codes(List<String> plain) {
    return plain.stream().map(Markdown::code).collect(Collectors.joining(", "));
  }
}
