package dev.eci.crds.file;

import dev.eci.crds.read.Policies;
import dev.eci.policy.Policy;
import java.util.List;

/**
 * What a policy file says.
 *
 * @param policies those that are in force; empty if protection is switched off
 * @param notes what people should know about it, for the log and {@code eci-agent status}
 */
public record PolicySet(List<Policy> policies, List<String> notes) {
  public PolicySet {
    policies = List.copyOf(policies);
    notes = List.copyOf(notes);
  }

  /** Whether containers shall be protected at all (RES-5 "value", spec.enabled). */
  public boolean on() {
    return !policies.isEmpty();
  }

  public Policies inForce() {
    return new Policies(policies, List.of());
  }
}
