// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import java.util.OptionalInt;

/**
 * Finds the offset at which a top-level array of a TOML text starts. It parses no more of TOML than
 * that requires. Jackson returns values without offsets, and an edit must keep every other byte.
 */
final class TomlArrayLocator {
  private final String text;
  private int at;

  private TomlArrayLocator(String text) {
    this.text = text;
  }

  /** The offset after the opening bracket of {@code key = [}. The text must be valid TOML. */
  static OptionalInt insideArray(String text, String key) {
    return new TomlArrayLocator(text).find(key);
  }

  private OptionalInt find(String key) {
    while (skipToKey()) {
      String found = key();
      at++; // the equals sign
      skipBlanks();
      if (found.equals(key) && peek() == '[') {
        return OptionalInt.of(at + 1);
      }
      skipValue();
    }
    return OptionalInt.empty();
  }

  /** False at the first table or at the end. */
  private boolean skipToKey() {
    skipSpace();
    return at < text.length() && peek() != '[';
  }

  private String key() {
    StringBuilder key = new StringBuilder();
    while (peek() != '=') {
      int start = at;
      if (peek() == '"' || peek() == '\'') {
        skipString();
        key.append(text, start + 1, at - 1);
      } else {
        at++;
        key.append(text, start, at);
      }
    }
    return key.toString().strip();
  }

  private void skipValue() {
    switch (peek()) {
      case '"', '\'' -> skipString();
      case '[', '{' -> skipNested();
      default -> {
        while (at < text.length() && "\n#".indexOf(peek()) < 0) {
          at++;
        }
      }
    }
  }

  private void skipNested() {
    int depth = 0;
    do {
      switch (peek()) {
        case '[', '{' -> {
          depth++;
          at++;
        }
        case ']', '}' -> {
          depth--;
          at++;
        }
        case '"', '\'' -> skipString();
        case '#' -> skipLine();
        default -> at++;
      }
    } while (depth > 0);
  }

  private void skipString() {
    char quote = peek();
    String three = String.valueOf(quote).repeat(3);
    boolean multiline = text.startsWith(three, at);
    String end = multiline ? three : String.valueOf(quote);
    at += end.length();
    while (!text.startsWith(end, at)) {
      at += quote == '"' && peek() == '\\' ? 2 : 1;
    }
    at += end.length();
    // up to two quotes can come right before the closing three
    while (multiline && at < text.length() && peek() == quote) {
      at++;
    }
  }

  private void skipSpace() {
    while (at < text.length()) {
      if (peek() == '#') {
        skipLine();
      } else if (Character.isWhitespace(peek())) {
        at++;
      } else {
        return;
      }
    }
  }

  private void skipBlanks() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
  }

  private void skipLine() {
    while (at < text.length() && peek() != '\n') {
      at++;
    }
  }

  private char peek() {
    return text.charAt(at);
  }
}
