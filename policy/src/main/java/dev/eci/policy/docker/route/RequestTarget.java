// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.route;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The target of a request, in one canonical form: an engine gets {@link #canonical()}, and parses
 * it as it was parsed here.
 *
 * <p>Form: {@code [/v1.N]/a/b[?query]}, decoded once. An encoded slash is a slash, as it is to an
 * engine: clients encode the slashes of image names. Rejected with {@link
 * MalformedTargetException}: any form of request target (RFC 9112, section 3.2) other than
 * origin-form, empty and dot segments, text that is still encoded after decoding, characters that
 * no name of the API contains. One slash at the end is dropped.
 *
 * @param version of the API, {@code 1.43}; empty if the caller leaves it to the engine
 * @param segments of the path after the version
 */
public record RequestTarget(String version, List<String> segments, Query query) {
  /** Far above the longest query of a client; engines take 1 MiB of headers. */
  static final int LENGTH_MAX = 64 << 10;

  private static final Pattern VERSIONLIKE = Pattern.compile("v[0-9.]+");
  private static final Pattern VERSION = Pattern.compile("v1\\.[1-9][0-9]{0,2}");

  /** The printable ASCII characters that no name contains. */
  private static final String NOT_IN_NAMES = "\\%?#;\"<>^`{|}";

  public RequestTarget {
    segments = List.copyOf(segments);
  }

  /** Parses the target of a request line. */
  public static RequestTarget parse(String text) throws MalformedTargetException {
    if (text.length() > LENGTH_MAX) {
      throw new MalformedTargetException("the target has more than " + LENGTH_MAX + " characters");
    }
    if (!text.startsWith("/")) {
      throw new MalformedTargetException("the target does not start with a slash");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        throw new MalformedTargetException(
            "the target holds a character that must be percent-encoded");
      }
    }
    int mark = text.indexOf('?');
    List<String> segments = segments(mark < 0 ? text : text.substring(0, mark));
    Query query = Query.parse(mark < 0 ? "" : text.substring(mark + 1));
    String first = segments.isEmpty() ? "" : segments.getFirst();
    if (!first.startsWith("v") || !VERSIONLIKE.matcher(first).matches()) {
      return new RequestTarget("", segments, query);
    }
    if (!VERSION.matcher(first).matches() || segments.size() == 1) {
      throw new MalformedTargetException(
          "the target does not start with a version of the API such as /v1.40/");
    }
    return new RequestTarget(first.substring(1), segments.subList(1, segments.size()), query);
  }

  /** The form that is sent to the engine. */
  public String canonical() {
    StringBuilder text = new StringBuilder();
    if (!version.isEmpty()) {
      text.append("/v").append(version);
    }
    segments.forEach(segment -> text.append('/').append(PercentEncoding.encode(segment, ":@")));
    return text.append(segments.isEmpty() ? "/" : "").append(query.encoded()).toString();
  }

  RequestTarget withSegments(List<String> changed) {
    return new RequestTarget(version, changed, query);
  }

  public RequestTarget withQuery(Query changed) {
    return new RequestTarget(version, segments, changed);
  }

  private static List<String> segments(String path) throws MalformedTargetException {
    List<String> segments = new ArrayList<>();
    String decoded = PercentEncoding.decode(path, false);
    // older clients send /networks/
    String bare = decoded.endsWith("/") ? decoded.substring(0, decoded.length() - 1) : decoded;
    for (String segment : bare.isEmpty() ? new String[0] : bare.substring(1).split("/", -1)) {
      check(segment);
      segments.add(segment);
    }
    return segments;
  }

  private static void check(String segment) throws MalformedTargetException {
    if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
      throw new MalformedTargetException(
          "the path of the target holds an empty segment, \".\" or \"..\"");
    }
    // control characters and those of the list are one char each
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (Character.isISOControl(c) || NOT_IN_NAMES.indexOf(c) >= 0) {
        throw new MalformedTargetException(
            "the path of the target holds a character that no name has");
      }
    }
  }
}
