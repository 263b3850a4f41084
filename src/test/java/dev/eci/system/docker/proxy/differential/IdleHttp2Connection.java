// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.proxy.differential;

import java.nio.charset.StandardCharsets;

/** A connection in HTTP/2 without requests: no caller of the corpus sends a whole call. */
final class IdleHttp2Connection {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int HEAD = 9;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int CONTINUATION = 9;

  private IdleHttp2Connection() {}

  static boolean matches(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).startsWith(PREFACE);
  }

  /**
   * Goes through all frames.
   *
   * @throws IllegalArgumentException if one opens a call, or is none
   */
  static void check(byte[] bytes) {
    int at = PREFACE.length();
    while (at < bytes.length) {
      if (at + HEAD > bytes.length) {
        throw new IllegalArgumentException("a frame's head that is cut off");
      }
      int length = (bytes[at] & 0xff) << 16 | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
      int type = bytes[at + 3] & 0xff;
      if (type == DATA || type == HEADERS || type >= CONTINUATION) {
        throw new IllegalArgumentException("a frame of type " + type);
      }
      at += HEAD + length;
    }
    if (at != bytes.length) {
      throw new IllegalArgumentException("a frame that is cut off");
    }
  }
}
