// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.report;

import java.util.ArrayList;
import java.util.List;

/**
 * How one policy applies to running pods. For a policy in mode Audit or Warn: what Enforce would
 * do.
 *
 * @param pods that the policy selects
 * @param denied that would not be admitted
 * @param changed that would be mutated, because they run unprotected
 * @param examples the first pods that would be denied, and why
 */
public record PolicyImpact(int pods, int denied, int changed, List<String> examples) {
  static final int EXAMPLES = 5;

  /** Of a policy that selects no pod. */
  public static final PolicyImpact NOTHING = new PolicyImpact(0, 0, 0, List.of());

  public PolicyImpact {
    examples = List.copyOf(examples);
  }

  PolicyImpact withDenied(String example) {
    List<String> next = new ArrayList<>(examples);
    if (next.size() < EXAMPLES) {
      next.add(example);
    }
    return new PolicyImpact(pods + 1, denied + 1, changed, next);
  }

  PolicyImpact withChanged() {
    return new PolicyImpact(pods + 1, denied, changed + 1, examples);
  }

  PolicyImpact withLeft() {
    return new PolicyImpact(pods + 1, denied, changed, examples);
  }
}
