package dev.eci.policy.pod;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Violation;
import java.util.List;
import java.util.Map;

/**
 * The answer about one pod.
 *
 * @param violations by the mode of the policies that ask; a mode without any has no entry
 * @param mutation what to add to the pod if it is admitted
 */
public record PodVerdict(Map<EnforcementMode, List<Violation>> violations, PodMutation mutation) {
  public PodVerdict {
    violations = Map.copyOf(violations);
  }

  public boolean isDenied() {
    return violations.containsKey(EnforcementMode.ENFORCE);
  }

  /** What this mode's policies found; empty where they found nothing. */
  public List<Violation> violationsOf(EnforcementMode enforcementMode) {
    return violations.getOrDefault(enforcementMode, List.of());
  }
}
