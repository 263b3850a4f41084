package dev.eci.socketproxy.http;

import java.nio.charset.StandardCharsets;

/** A name as part of a path to the engine. */
final class PathSegment {
  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:@";

  private PathSegment() {}

  /**
   * Slashes of image names stay; a name that would lead elsewhere is an IllegalArgumentException.
   */
  static String encode(String name) {
    for (String segment : name.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new IllegalArgumentException("it is no name that an engine knows");
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
