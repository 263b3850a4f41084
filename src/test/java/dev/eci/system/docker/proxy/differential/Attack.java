// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.proxy.differential;

import java.nio.charset.StandardCharsets;

/**
 * Bytes for the socket that want one of two forbidden things done: {@link #MOUNT} in a new
 * container, or an image tagged as {@code forbidden:NUMBER} by a caller whose command list denies
 * it.
 *
 * @param text a char for each byte; every {@link #NUMBER} in it becomes a unique number
 */
record Attack(String name, String text) {
  static final String NUMBER = "@@@@";
  static final String MOUNT = "/etc:/forbidden";
  static final String IMAGE = "victim";
  static final String TAG = "repo=forbidden&tag=" + NUMBER;

  /** A create of the forbidden kind, as simple as can be. */
  static final String BODY =
      "{\"Image\":\"eci-test/busybox:lab\",\"HostConfig\":{\"Binds\":[\"" + MOUNT + "\"]}}";

  static final String HARMLESS = "{\"Image\":\"eci-test/busybox:lab\"}";

  static Attack of(String name, String text) {
    return new Attack(name, text);
  }

  /** With the letters of a JSON text in UTF-8. */
  static Attack create(String name, String json) {
    return create(
        name, json.getBytes(StandardCharsets.UTF_8), "Content-Type: application/json\r\n");
  }

  static Attack create(String name, byte[] body, String headers) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return of(
        name,
        line("POST", createTarget())
            + headers
            + "Content-Length: "
            + body.length
            + "\r\n\r\n"
            + text);
  }

  static String createTarget() {
    return "/v1.44/containers/create?name=forbidden" + NUMBER;
  }

  static String tagTarget() {
    return "/v1.44/images/" + IMAGE + "/tag?" + TAG;
  }

  static String line(String method, String target) {
    return method + " " + target + " HTTP/1.1\r\nHost: d\r\n";
  }

  /** A whole second request, for smuggling. */
  static String tag() {
    return line("POST", tagTarget()) + "Content-Length: 0\r\n\r\n";
  }

  /** The same for the engine of this number. */
  byte[] numbered(int number) {
    return text.replace(NUMBER, "%04d".formatted(number)).getBytes(StandardCharsets.ISO_8859_1);
  }
}
