package dev.eci.crds.file;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.policy.model.Policy;
import java.util.List;

/**
 * What a policy file says.
 *
 * @param inForce none if protection is switched off; one object for as long as the file is as it is
 * @param notes what people should know about it, for the log and {@code eci-agent status}
 */
public record PolicySet(PolicySnapshot inForce, List<String> notes) {
  public PolicySet {
    notes = List.copyOf(notes);
  }

  PolicySet(List<Policy> policies, List<String> notes) {
    this(new PolicySnapshot(policies, List.of()), notes);
  }

  public List<Policy> policies() {
    return inForce.valid();
  }

  /** Whether containers shall be protected at all (RES-5 "value", spec.enabled). */
  public boolean isEnabled() {
    return !policies().isEmpty();
  }
}
