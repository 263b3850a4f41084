// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.Violation;
import java.util.List;

/** One rule for containers on the node; see {@link ContainerAdmission}. */
@FunctionalInterface
interface ContainerRule {
  List<Violation> check(ContainerFacts container, EffectivePolicy policies);
}
