// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Symbolic links that are the same on every Linux node, as data.
 *
 * <p>Sources: the Filesystem Hierarchy Standard 3.0 (sections 5.13 {@code /var/run} and 5.9 {@code
 * /var/lock}), systemd's {@code tmpfiles.d/legacy.conf}, and proc(5) for {@code /dev/fd} and the
 * standard streams.
 */
final class WellKnownSymlinks {
  private static final Map<List<String>, List<String>> TARGETS =
      Map.of(
          List.of("var", "run"), List.of("run"),
          List.of("var", "lock"), List.of("run", "lock"),
          List.of("dev", "fd"), List.of("proc", "self", "fd"),
          List.of("dev", "stdin"), List.of("proc", "self", "fd", "0"),
          List.of("dev", "stdout"), List.of("proc", "self", "fd", "1"),
          List.of("dev", "stderr"), List.of("proc", "self", "fd", "2"));

  private WellKnownSymlinks() {}

  /** Replaces a leading link by its target; no target leads through another link of the table. */
  static List<String> fold(List<String> segments) {
    if (segments.size() < 2) {
      return segments;
    }
    var target = TARGETS.get(segments.subList(0, 2));
    if (target == null) {
      return segments;
    }
    var folded = new ArrayList<>(target);
    folded.addAll(segments.subList(2, segments.size()));
    return folded;
  }

  static boolean isLink(List<String> segments) {
    return TARGETS.containsKey(segments);
  }
}
