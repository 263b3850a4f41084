// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.route;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Percent-encoding (RFC 3986, section 2.1), of UTF-8 only. */
final class PercentEncoding {
  private static final String UNRESERVED = "-._~";

  private PercentEncoding() {}

  /** Decoded once. */
  static String decode(String text, boolean plusIsSpace) throws MalformedTargetException {
    if (isPlain(text, plusIsSpace)) {
      return text;
    }
    byte[] bytes = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes[length++] = octet(text, i);
        i += 2;
      } else {
        bytes[length++] = (byte) (plusIsSpace && c == '+' ? ' ' : c);
      }
    }
    byte[] octets = Arrays.copyOf(bytes, length);
    String decoded = new String(octets, StandardCharsets.UTF_8);
    if (!Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), octets)) {
      throw new MalformedTargetException(
          "the target holds a sequence of octets that is not valid UTF-8");
    }
    return decoded;
  }

  private static boolean isPlain(String text, boolean plusIsSpace) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' || c >= 0x80 || (plusIsSpace && c == '+')) {
        return false;
      }
    }
    return true;
  }

  private static byte octet(String text, int at) throws MalformedTargetException {
    int high = at + 2 < text.length() ? hex(text.charAt(at + 1)) : -1;
    int low = at + 2 < text.length() ? hex(text.charAt(at + 2)) : -1;
    if (high < 0 || low < 0) {
      throw new MalformedTargetException(
          "the target holds a % that is not followed by two hexadecimal digits");
    }
    return (byte) (high << 4 | low);
  }

  /** Character.digit also accepts digits of other scripts. */
  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  /** Encodes everything but letters, digits, {@code -._~} and the characters of {@code also}. */
  static String encode(String text, String also) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      if (isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0 || also.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append("%%%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
