// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

/**
 * Untrusted text in a message: quoted, truncated, and with escapes for what a terminal or a log
 * would not show literally.
 */
public final class UntrustedText {
  private static final int SHOWN = 200;

  private UntrustedText() {}

  public static String quote(String text) {
    var quoted = new StringBuilder("\"");
    text.chars().limit(SHOWN).forEach(c -> append(quoted, (char) c));
    return quoted.append(text.length() > SHOWN ? "…\"" : "\"").toString();
  }

  private static void append(StringBuilder quoted, char c) {
    switch (c) {
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      case '"', '\\' -> quoted.append('\\').append(c);
      default -> {
        if (c >= ' ' && c < 0x7f) {
          quoted.append(c);
        } else {
          quoted.append("\\u%04x".formatted((int) c));
        }
      }
    }
  }
}
