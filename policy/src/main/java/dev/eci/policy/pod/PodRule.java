// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.Violation;
import java.util.List;

/** One rule for pods. It returns a violation for each field that breaks it. */
@FunctionalInterface
interface PodRule {
  List<Violation> check(PodFacts pod, EffectivePolicy policies);
}
