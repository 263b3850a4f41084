package dev.eci.operator.desired.admissionpolicy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of policy's sentences as a CEL expression, so that people read the same words whoever refuses
 * them. Where the sentence holds a placeholder, the expression puts in what it sees.
 */
final class CelMessage {
  private CelMessage() {}

  /**
   * A text in which each {@code @NAME@} stands for an expression of type string; one that the text
   * has in quotes ({@code "@NAME@"}) is quoted by the expression.
   */
  static String cel(String text, Map<String, String> expressions) {
    Matcher places = Pattern.compile("\"@([A-Z]+)@\"|@([A-Z]+)@").matcher(text);
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (places.find()) {
      parts.add(CelBuilder.text(text.substring(from, places.start())));
      boolean quoted = places.group(1) != null;
      String expression = expressions.get(quoted ? places.group(1) : places.group(2));
      if (expression == null) {
        throw new IllegalArgumentException("nothing for " + places.group() + " in: " + text);
      }
      parts.add(quoted ? "strings.quote(" + expression + ")" : "(" + expression + ")");
      from = places.end();
    }
    parts.add(CelBuilder.text(text.substring(from)));
    return String.join(" + ", parts);
  }
}
