// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.eci.operator.WellKnownNames;
import dev.eci.policy.pod.NodeCapabilityLabels;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import java.util.List;
import java.util.TreeMap;

/** The RuntimeClasses of protected pods (ISO-7): one for each name in an enabled policy. */
final class RuntimeClasses {
  private RuntimeClasses() {}

  static List<RuntimeClass> desired(List<EnabledPolicy> policies) {
    return policies.stream()
        .collect(groupingBy(EnabledPolicy::runtimeClassName, TreeMap::new, toList()))
        .entrySet()
        .stream()
        .map(named -> desired(named.getKey(), named.getValue()))
        .toList();
  }

  private static RuntimeClass desired(String name, List<EnabledPolicy> owners) {
    return new RuntimeClassBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels(WellKnownNames.MANAGED_BY, WellKnownNames.OPERATOR)
        .withOwnerReferences(EnabledPolicy.owners(owners))
        .endMetadata()
        .withHandler(WellKnownNames.RUNTIME_HANDLER)
        .withNewScheduling()
        .addToNodeSelector(NodeCapabilityLabels.LABEL, NodeCapabilityLabels.READY)
        .endScheduling()
        .build();
  }
}
