// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Violation;
import java.util.List;
import java.util.Map;

/**
 * The decision about one pod.
 *
 * @param violations by the mode of the policies that require the rules; a mode without any has no
 *     entry
 * @param mutation what to add to the pod if it is admitted
 */
public record PodVerdict(Map<EnforcementMode, List<Violation>> violations, PodMutation mutation) {
  public PodVerdict {
    violations = Map.copyOf(violations);
  }

  public boolean isDenied() {
    return violations.containsKey(EnforcementMode.ENFORCE);
  }

  /** The violations of this mode's policies; empty where there are none. */
  public List<Violation> violationsOf(EnforcementMode mode) {
    return violations.getOrDefault(mode, List.of());
  }
}
