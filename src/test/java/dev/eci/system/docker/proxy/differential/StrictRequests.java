// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.proxy.differential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads requests in the one form in which the engine may get them: whatever two parsers could read
 * in two ways is an error here.
 */
final class StrictRequests {
  // the agent's own lookups at the engine are GETs of 1.0; a caller's request is never sent so
  private static final Pattern LINE =
      Pattern.compile(
          "(?:(GET|HEAD|POST|PUT|DELETE|OPTIONS) (/[!-~&&[^#\\\\]]*) HTTP/1\\.1)"
              + "|(?:(GET) (/[!-~&&[^#\\\\]]*) HTTP/1\\.0)");
  private static final Pattern HEADER =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+): ?([ -~\\t\\x80-\\xff]*)");
  private static final Pattern SIZE = Pattern.compile("[0-9a-fA-F]{1,8}");
  private static final Pattern ODD_PATH = Pattern.compile("//|/\\.\\.?(/|$)|%(2[fFeE]|00|25)");

  /** A request whose every byte is accounted for; a char of the body is a byte. */
  record Request(String method, String target, Map<String, String> headers, String body) {}

  private final String text;
  private int at;

  private StrictRequests(byte[] bytes) {
    this.text = new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /**
   * All requests of a connection.
   *
   * @param tunnelled the engine switched protocols, so that what follows the request that asked for
   *     it is no HTTP
   * @throws IllegalArgumentException with what is wrong
   */
  static List<Request> of(byte[] bytes, boolean tunnelled) {
    StrictRequests reader = new StrictRequests(bytes);
    List<Request> requests = new ArrayList<>();
    while (reader.at < reader.text.length()) {
      Request request = reader.request();
      requests.add(request);
      if (tunnelled && request.headers().containsKey("upgrade")) {
        break;
      }
    }
    return requests;
  }

  private Request request() {
    var line = LINE.matcher(line());
    check(line.matches(), "request line");
    String method = Objects.requireNonNullElse(line.group(1), "GET");
    String target = Objects.requireNonNullElse(line.group(2), line.group(4));
    check(!ODD_PATH.matcher(target.replaceFirst("\\?.*", "")).find(), "path " + target);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String next = line(); !next.isEmpty(); next = line()) {
      var header = HEADER.matcher(next);
      check(header.matches(), "header " + next);
      boolean first = headers.put(header.group(1), header.group(2).strip()) == null;
      check(
          first || !header.group(1).matches("(?i)host|content-.*|transfer-.*|connection|upgrade"),
          "twice: " + next);
    }
    return new Request(method, target, headers, body(headers));
  }

  private String body(Map<String, String> headers) {
    String length = headers.get("Content-Length");
    String encoding = headers.get("Transfer-Encoding");
    check(length == null || encoding == null, "a length and an encoding");
    if (encoding != null) {
      check(encoding.equals("chunked"), "encoding " + encoding);
      return chunks();
    }
    if (length == null) {
      return "";
    }
    check(length.matches("0|[1-9][0-9]{0,9}"), "length " + length);
    return take(Integer.parseInt(length));
  }

  private String chunks() {
    StringBuilder body = new StringBuilder();
    while (true) {
      String size = line();
      check(SIZE.matcher(size).matches(), "chunk size " + size);
      int count = Integer.parseInt(size, 16);
      body.append(take(count));
      check(line().isEmpty(), "behind a chunk");
      if (count == 0) {
        return body.toString();
      }
    }
  }

  private String take(int count) {
    check(at + count <= text.length(), "a body that is cut off");
    String taken = text.substring(at, at + count);
    at += count;
    return taken;
  }

  private String line() {
    int end = text.indexOf("\r\n", at);
    check(end >= 0, "a line that is cut off");
    String line = text.substring(at, end);
    check(line.indexOf('\n') < 0 && line.indexOf('\r') < 0, "a bare line end");
    at = end + 2;
    return line;
  }

  private void check(boolean right, String what) {
    if (!right) {
      int from = Math.max(0, at - 100);
      throw new IllegalArgumentException(
          what + ", near: " + text.substring(from, Math.min(text.length(), at + 200)));
    }
  }
}
