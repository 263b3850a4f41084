// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.policy.model.Policy;
import java.util.List;

/**
 * The content of a policy file.
 *
 * @param inForce empty if protection is disabled; the same object as long as the file is unchanged
 * @param notes notices for the administrator, in the log and in {@code eci-agent status}
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

  /** Whether containers are protected at all (RES-5 "value", spec.enabled). */
  public boolean isEnabled() {
    return !policies().isEmpty();
  }
}
