// SPDX-License-Identifier: Apache-2.0
package dev.eci.borders;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words that sentences and names of this project avoid, since the field has clearer ones
 * (docs/glossary.md). Reads a file as a sequence of words: comments, literals, Javadoc and the
 * parts of identifiers alike, across line ends.
 */
final class WordLint {
  /** docs/glossary.md lists what to write instead. */
  private static final Set<String> WORDS =
      Set.of(
          "nobody",
          "somebody",
          "whoever",
          "mend",
          "mends",
          "mended",
          "mending",
          "anew",
          "beside",
          "told",
          "stranger",
          "strangers",
          "people",
          "peoples");

  /** First word to second. */
  private static final Map<String, String> PHRASES = Map.of("looked", "at", "asked", "of");

  private static final Pattern LETTERS = Pattern.compile("[A-Za-z]+");
  private static final Pattern CAMEL_CASE =
      Pattern.compile("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  /** A place in a file, from 1, and its line. */
  record Violation(int line, String text) {}

  private WordLint() {}

  static List<Violation> check(List<String> lines) {
    List<Violation> violations = new ArrayList<>();
    String before = "";
    for (int i = 0; i < lines.size(); i++) {
      boolean isReported = false;
      Matcher letters = LETTERS.matcher(lines.get(i));
      while (letters.find()) {
        for (String part : CAMEL_CASE.split(letters.group(), 0)) {
          String word = part.toLowerCase(Locale.ROOT);
          boolean isAvoided = WORDS.contains(word) || word.equals(PHRASES.get(before));
          if (isAvoided && !isReported) {
            violations.add(new Violation(i + 1, lines.get(i).strip()));
            isReported = true;
          }
          before = word;
        }
      }
    }
    return violations;
  }
}
