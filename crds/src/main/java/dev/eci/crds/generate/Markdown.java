package dev.eci.crds.generate;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Plain text as Markdown in a table of a page in docs/reference. */
final class Markdown {
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

  static String code(String plain) {
    String fence = plain.contains("`") ? "``" : "`";
    return fence + plain.replace("|", "\\|") + fence;
  }

  static String codes(List<String> plain) {
    return plain.stream().map(Markdown::code).collect(Collectors.joining(", "));
  }
}
