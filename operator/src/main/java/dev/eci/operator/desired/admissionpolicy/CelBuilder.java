// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Parts of CEL expressions. Untrusted text enters an expression only through {@link #text}. */
public final class CelBuilder {
  private CelBuilder() {}

  /** A string literal. */
  public static String text(String value) {
    StringBuilder literal = new StringBuilder("'");
    value
        .codePoints()
        .forEach(c -> {
          if (c == '\'' || c == '\\') {
            literal.append('\\').append((char) c);
          } else if (c < ' ' || c == 0x7f) {
            literal.append("\\u%04x".formatted(c));
          } else {
            literal.appendCodePoint(c);
          }
        });
    return literal.append('\'').toString();
  }

  /** A list literal of strings. */
  public static String texts(Collection<String> values) {
    return values.stream().map(CelBuilder::text).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A map literal of strings. */
  static String map(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** True if all are true; true for an empty list. */
  public static String allOf(List<String> conditions) {
    return conditions.isEmpty() ? "true" : joined(conditions, " && ");
  }

  private static String joined(List<String> conditions, String operator) {
    return conditions.stream()
        .map(condition -> "(" + condition + ")")
        .collect(Collectors.joining(operator));
  }
}
