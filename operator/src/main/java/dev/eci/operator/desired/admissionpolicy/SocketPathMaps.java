// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import dev.eci.policy.hostpath.RuntimeSocketEntry;
import dev.eci.policy.hostpath.RuntimeSocketKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which sockets a mount of a path exposes, as maps from a path to the runtime that messages name.
 * Paths are canonical and end with a slash; any name in /run/user is written {@code *}.
 */
final class SocketPathMaps {
  /**
   * Links to files that a process holds open, and their aliases in /dev: the process determines
   * where such a path leads.
   */
  static final String LINKS =
      "^(/dev/(fd|stdin|stdout|stderr)/|/proc/[^/]+/(task/[^/]+/)?(root|cwd|exe|(fd|map_files)/[^/]+)/)";

  private static final String USERS = "/run/user/";
  private static final String ANY_USER = USERS + "*/";

  /** Two names of the maximum length (NAME_MAX, 255) and more than any path of the catalog. */
  private static final int LONGEST = 600;

  private SocketPathMaps() {}

  /** Paths that are a socket. */
  static Map<String, String> files() {
    return names(
        RuntimeSocketEntry.all().stream().filter(place -> !place.isSocketDirectory()).toList());
  }

  /** Paths that are a socket to which the node has a proxied one. */
  static Map<String, String> proxied() {
    return names(
        RuntimeSocketEntry.all().stream()
            .filter(place -> !place.isSocketDirectory() && place.socket().isProxied())
            .toList());
  }

  /** Paths at and below which everything is, or may be, a socket. */
  static Map<String, String> trees() {
    return names(RuntimeSocketEntry.all());
  }

  /** Directories that contain a socket. */
  static Map<String, String> above() {
    Map<String, String> above = new LinkedHashMap<>();
    for (RuntimeSocketEntry place : RuntimeSocketEntry.all()) {
      for (int i = 0; i < place.segments().size(); i++) {
        above.putIfAbsent(path(place.segments().subList(0, i)), name(place.socket()));
      }
    }
    return above;
  }

  /** The numbers of names in {@link #trees}, the highest first. */
  static List<Integer> depths() {
    int deepest =
        RuntimeSocketEntry.all().stream().mapToInt(p -> p.segments().size()).max().orElse(0);
    return IntStream.iterate(deepest, depth -> depth > 0, depth -> depth - 1).boxed().toList();
  }

  /** The spelling in these maps of a canonical path with a slash at its end, CEL. */
  static String key(String path) {
    return "[size(%1$s) > %2$d ? %1$s.substring(0, %2$d) : %1$s].map(k, k.startsWith('%3$s') && k.size() > %4$d && k.substring(%4$d).contains('/') ? '%5$s' + k.substring(%4$d + k.substring(%4$d).indexOf('/') + 1) : k)[0]"
        .formatted(path, LONGEST, USERS, USERS.length(), ANY_USER);
  }

  private static Map<String, String> names(List<RuntimeSocketEntry> places) {
    Map<String, String> names = new LinkedHashMap<>();
    places.forEach(place -> names.putIfAbsent(path(place.segments()), name(place.socket())));
    return names;
  }

  private static String name(RuntimeSocketKind kind) {
    return kind.displayName();
  }

  private static String path(List<String> segments) {
    String path =
        segments.stream().map(name -> name + "/").collect(Collectors.joining("", "/", ""));
    if (path.replace(ANY_USER, "").contains("*")) {
      throw new IllegalStateException("no key for socket path " + path);
    }
    return path;
  }
}
