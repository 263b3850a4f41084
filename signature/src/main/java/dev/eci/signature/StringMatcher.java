// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** Matches an issuer or a subject. */
public sealed interface StringMatcher {
  /** Matches this text, byte by byte. */
  record Exact(String text) implements StringMatcher {}

  /**
   * Matches the whole text with RE2's syntax (cosign's own), whose time is linear: an untrusted
   * name in a certificate must not keep the verifier busy.
   */
  record Matching(Pattern pattern) implements StringMatcher {}

  /** Texts of any length are safe. */
  default boolean matches(String text) {
    return switch (this) {
      case Exact(String exact) -> exact.equals(text);
      case Matching(Pattern pattern) -> pattern.matcher(text).matches();
    };
  }

  static StringMatcher exact(String text) {
    if (text.isBlank()) {
      throw new InvalidSignerException("is empty; write the text in full");
    }
    return new Exact(text);
  }

  /**
   * Throws {@link InvalidSignerException} unless both ends are anchored, because other tools search
   * for the expression instead of matching the whole text.
   */
  static StringMatcher matching(String regex) {
    if (!regex.startsWith("^") || !regex.endsWith("$") || regex.endsWith("\\$")) {
      throw new InvalidSignerException(
          "has no anchors; write ^…$, because without them https://evil.example/?https://good.example would match too");
    }
    try {
      return new Matching(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      throw new InvalidSignerException(
          "is no regular expression of RE2's syntax: %s".formatted(e.getDescription()));
    }
  }

  /** Equal for two matchers with the same text. */
  default String written() {
    return switch (this) {
      case Exact(String text) -> "=" + text;
      case Matching(Pattern pattern) -> "~" + pattern.pattern();
    };
  }
}
