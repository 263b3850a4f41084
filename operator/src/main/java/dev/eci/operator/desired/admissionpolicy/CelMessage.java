// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message of the module policy as a CEL expression, so that users read the same words whichever
 * component denies the pod. The expression replaces placeholders by values of the pod.
 */
final class CelMessage {
  private CelMessage() {}

  /**
   * A message in which each {@code @NAME@} stands for an expression of type string. The expression
   * quotes the value of a placeholder that is quoted in the message ({@code "@NAME@"}).
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
        throw new IllegalArgumentException(
            "no expression for placeholder " + places.group() + " in: " + text);
      }
      parts.add(quoted ? "strings.quote(" + expression + ")" : "(" + expression + ")");
      from = places.end();
    }
    parts.add(CelBuilder.text(text.substring(from)));
    return String.join(" + ", parts);
  }
}
