// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

/** The kernel escapes separators within a field as a backslash and three octal digits. */
final class MountInfoEscapes {
  private MountInfoEscapes() {}

  static String decode(String written) {
    if (written.indexOf('\\') < 0) {
      return written;
    }
    StringBuilder plain = new StringBuilder(written.length());
    for (int i = 0; i < written.length(); i++) {
      if (isEscape(written, i)) {
        plain.append(character(written, i));
        i += 3;
      } else {
        plain.append(written.charAt(i));
      }
    }
    return plain.toString();
  }

  static boolean isEscape(String text, int at) {
    return text.charAt(at) == '\\'
        && at + 3 < text.length()
        && isOctalDigit(text, at + 1)
        && isOctalDigit(text, at + 2)
        && isOctalDigit(text, at + 3);
  }

  /** The character that the escape at {@code at} stands for. It is always ASCII. */
  static char character(String text, int at) {
    return (char) Integer.parseInt(text, at + 1, at + 4, 8);
  }

  private static boolean isOctalDigit(String text, int at) {
    return text.charAt(at) >= '0' && text.charAt(at) <= '7';
  }
}
