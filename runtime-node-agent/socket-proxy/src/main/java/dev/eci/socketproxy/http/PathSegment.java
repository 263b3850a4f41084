// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import java.nio.charset.StandardCharsets;

/** Encodes a name as a part of a path of the engine's API. */
final class PathSegment {
  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:@";

  private PathSegment() {}

  /**
   * Slashes of image names stay.
   *
   * @throws IllegalArgumentException for a name that would lead to another path
   */
  static String encode(String name) {
    for (String segment : name.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new IllegalArgumentException("the name is invalid");
      }
    }
    StringBuilder text = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (PLAIN.indexOf(c) >= 0) {
        text.append(c);
      } else {
        text.append("%%%02X".formatted((int) c));
      }
    }
    return text.toString();
  }
}
