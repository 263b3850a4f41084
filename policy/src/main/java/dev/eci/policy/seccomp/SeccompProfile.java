// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.seccomp;

import java.util.List;

/**
 * What the merge reads and writes of {@code linux.seccomp} of a config.json.
 *
 * @param architectures next to the node's own; the kernel ends a process that uses another
 */
public record SeccompProfile(
    SeccompAction defaultAction, List<String> architectures, List<SeccompRule> rules) {
  public SeccompProfile {
    architectures = List.copyOf(architectures);
    rules = List.copyOf(rules);
  }

  /** What an unconfined or privileged container has: no filter. */
  public static SeccompProfile unconfined(List<String> architectures) {
    return new SeccompProfile(SeccompAction.SCMP_ACT_ALLOW, architectures, List.of());
  }
}
