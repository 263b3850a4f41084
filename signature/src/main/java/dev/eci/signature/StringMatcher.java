package dev.eci.signature;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** What an issuer or a subject must be. */
public sealed interface StringMatcher {
  /** That, byte by byte. */
  record Exact(String text) implements StringMatcher {}

  /**
   * All of it, by RE2's syntax (cosign's own), whose time is linear: whom strangers name in their
   * certificates must not keep us busy.
   */
  record Matching(Pattern pattern) implements StringMatcher {}

  /** Any length of text may be tried against it. */
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
   * Throws {@link InvalidSignerException} unless both ends are written: people search in other
   * tools.
   */
  static StringMatcher matching(String regex) {
    if (!regex.startsWith("^") || !regex.endsWith("$") || regex.endsWith("\\$")) {
      throw new InvalidSignerException(
          "does not say where it begins and ends; write ^…$, since without them also https://evil.example/?https://good.example would be found to match");
    }
    try {
      return new Matching(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      throw new InvalidSignerException(
          "is no regular expression of RE2's syntax: %s".formatted(e.getDescription()));
    }
  }

  /** Two that match the same by their text are written the same. */
  default String written() {
    return switch (this) {
      case Exact(String text) -> "=" + text;
      case Matching(Pattern pattern) -> "~" + pattern.pattern();
    };
  }
}
