// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import dev.eci.policy.hostpath.RuntimeSocketEntry;
import dev.eci.policy.hostpath.RuntimeSocketKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which sockets a mount of a path exposes, as regular expressions (RE2) over canonical paths that
 * end with a slash. In each list the first match counts.
 */
final class SocketRegex {
  /**
   * Links to files that a process holds open, and their aliases in /dev: the process determines
   * where such a path leads.
   */
  static final String LINKS =
      "^(/dev/(fd|stdin|stdout|stderr)/|/proc/[^/]+/(task/[^/]+/)?(root|cwd|exe|(fd|map_files)/[^/]+)/)";

  private SocketRegex() {}

  /** One entry: the expression, and the engine that messages name. */
  record Reach(RuntimeSocketKind socket, String regex) {}

  /** Paths that are a socket. */
  static List<Reach> exact() {
    return RuntimeSocketEntry.all().stream()
        .filter(place -> !place.isSocketDirectory())
        .map(place -> new Reach(place.socket(), "^" + below(place.segments()) + "$"))
        .toList();
  }

  /** Paths that are no socket and contain one. */
  static List<Reach> through() {
    List<Reach> reaches = new ArrayList<>();
    reaches.add(new Reach(RuntimeSocketKind.DOCKER, LINKS));
    RuntimeSocketEntry.all().stream()
        .sorted(Comparator.comparingInt((RuntimeSocketEntry place) -> -place.segments().size()))
        .map(place -> new Reach(place.socket(), "^" + below(place.segments())))
        .forEach(reaches::add);
    RuntimeSocketEntry.all().stream()
        .map(place -> new Reach(place.socket(), "^" + above(place.segments()) + "$"))
        .forEach(reaches::add);
    return reaches;
  }

  private static String below(List<String> segments) {
    return segments.stream().map(SocketRegex::segment).collect(Collectors.joining("", "/", ""));
  }

  /** Every shorter prefix: {@code /(run/(user/)?)?} above {@code /run/user/x}. */
  private static String above(List<String> segments) {
    String way = "";
    for (int i = segments.size() - 2; i >= 0; i--) {
      way = "(" + segment(segments.get(i)) + way + ")?";
    }
    return "/" + way;
  }

  private static String segment(String name) {
    return (name.equals("*") ? "[^/]+" : name.replaceAll("[^A-Za-z0-9_-]", "\\\\$0")) + "/";
  }
}
