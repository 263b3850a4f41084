// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path of the API with placeholders: {@code /images/{name...}/push}.
 *
 * @param segments as written
 * @param query the parameter that must have a value; empty if none must
 */
public record PathTemplate(List<String> segments, String query) {
  public PathTemplate {
    segments = List.copyOf(segments);
    if (segments.stream().filter(PathTemplate::isMany).count() > 1) {
      throw new IllegalStateException("two holes of several segments: " + segments);
    }
  }

  static PathTemplate parse(String text) {
    int mark = text.indexOf('?');
    String path = mark < 0 ? text : text.substring(0, mark);
    return new PathTemplate(
        List.of(path.substring(1).split("/", -1)), mark < 0 ? "" : text.substring(mark + 1));
  }

  boolean matchesPath(RequestTarget target) {
    return captured(target.segments()).isPresent();
  }

  boolean matches(RequestTarget target) {
    return matchesPath(target)
        && (query.isEmpty() || !target.query().first(query).orElse("").isEmpty());
  }

  /**
   * The text of the first placeholder; an empty text if there is no placeholder; empty if the path
   * does not match.
   */
  Optional<String> captured(List<String> path) {
    int longer = path.size() - segments.size();
    if (longer < 0) {
      return Optional.empty();
    }
    String captured = "";
    int at = 0;
    for (String segment : segments) {
      int width = isMany(segment) ? 1 + longer : 1;
      if (isHole(segment)) {
        captured = captured.isEmpty() ? String.join("/", path.subList(at, at + width)) : captured;
      } else if (!segment.equals(path.get(at))) {
        return Optional.empty();
      }
      at += width;
    }
    return at == path.size() ? Optional.of(captured) : Optional.empty();
  }

  boolean hasHole() {
    return segments.stream().anyMatch(PathTemplate::isHole);
  }

  /** A path that matches, with one segment in place of the text of the first placeholder. */
  List<String> filled(List<String> path, String text) {
    int longer = path.size() - segments.size();
    List<String> filled = new ArrayList<>();
    boolean isDone = false;
    int at = 0;
    for (String segment : segments) {
      int width = isMany(segment) ? 1 + longer : 1;
      if (isHole(segment) && !isDone) {
        filled.add(text);
        isDone = true;
      } else {
        filled.addAll(path.subList(at, at + width));
      }
      at += width;
    }
    return filled;
  }

  /** A target of this operation, for tests of it. */
  public String example() {
    StringBuilder path = new StringBuilder();
    segments.forEach(segment -> path.append('/').append(isHole(segment) ? "x" : segment));
    return path + (query.isEmpty() ? "" : "?" + query + "=x");
  }

  private static boolean isHole(String segment) {
    return segment.startsWith("{");
  }

  private static boolean isMany(String segment) {
    return segment.endsWith("...}");
  }

  @Override
  public String toString() {
    return "/" + String.join("/", segments);
  }
}
