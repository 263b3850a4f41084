// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.uninstall;

import dev.eci.operator.pods.ProtectedPod;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether protected pods forbid the removal: without handler and label they could not go on. */
final class RunningPods {
  private static final int NAMED_MAX = 20;

  private RunningPods() {}

  /** Which pods, and what to do; empty if there are none. */
  static Optional<String> refusal(List<ProtectedPod> pods) {
    if (pods.isEmpty()) {
      return Optional.empty();
    }
    String named =
        pods.stream()
            .map(ProtectedPod::toString)
            .sorted()
            .limit(NAMED_MAX)
            .collect(Collectors.joining(", "));
    int more = pods.size() - NAMED_MAX;
    return Optional.of(
        ("nothing was removed: %d protected %s: %s%s. Switch the policies off (kubectl patch ecipolicy NAME --type merge -p '{\"spec\":{\"enabled\":false}}'),"
                + " restart these pods, which then start unprotected, and uninstall again")
            .formatted(
                pods.size(),
                pods.size() == 1 ? "pod still needs ECI" : "pods still need ECI",
                named,
                more > 0 ? " and " + more + " more" : ""));
  }
}
