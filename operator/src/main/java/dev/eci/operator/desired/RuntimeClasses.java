// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import dev.eci.operator.WellKnownNames;
import dev.eci.policy.pod.NodeCapabilityLabels;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import java.util.List;

/**
 * The RuntimeClasses of protected pods (ISO-7): one for each name in an enabled policy. No policy
 * owns them: running pods need them longer than their policies exist.
 */
final class RuntimeClasses {
  private RuntimeClasses() {}

  static List<RuntimeClass> desired(List<EnabledPolicy> policies) {
    return policies.stream()
        .map(EnabledPolicy::runtimeClassName)
        .distinct()
        .sorted()
        .map(RuntimeClasses::desired)
        .toList();
  }

  private static RuntimeClass desired(String name) {
    return new RuntimeClassBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels(WellKnownNames.MANAGED_BY, WellKnownNames.OPERATOR)
        .endMetadata()
        .withHandler(WellKnownNames.RUNTIME_HANDLER)
        .withNewScheduling()
        .addToNodeSelector(NodeCapabilityLabels.LABEL, NodeCapabilityLabels.READY)
        .endScheduling()
        .build();
  }
}
