// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import dev.eci.operator.WellKnownNames;
import dev.eci.policy.message.Messages;
import dev.eci.policy.pod.NodeCapabilityLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.NamedRuleWithOperationsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Validation;
import java.util.List;

/**
 * Only a node's agent removes the label that protected pods select: it knows whether containers
 * need it. A kubelet that restarts without it ends their pods, and while the agent is away, nothing
 * could put it back.
 */
final class NodeLabelPolicy {
  private NodeLabelPolicy() {}

  static List<HasMetadata> desired(InstallationContext installationContext) {
    ObjectMeta metadata = AdmissionPolicyBindings.metadata(WellKnownNames.NODE_LABEL);
    return List.of(
        policy(metadata, installationContext), AdmissionPolicyBindings.denying(metadata));
  }

  private static HasMetadata policy(ObjectMeta metadata, InstallationContext installationContext) {
    return new ValidatingAdmissionPolicyBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withFailurePolicy("Fail")
        .withMatchConstraints(
            AdmissionPolicyBindings.everywhere(
                new NamedRuleWithOperationsBuilder()
                    .withApiGroups("")
                    .withApiVersions("v1")
                    .withOperations("UPDATE")
                    .withResources("nodes", "nodes/status")
                    .withScope("*")
                    .build()))
        .withMatchConditions(
            new MatchCondition(hasLabel("oldObject"), "has-label"),
            new MatchCondition(
                "request.userInfo.username != '%s'"
                    .formatted(installationContext.account(WellKnownNames.AGENT)),
                "not-an-agent"))
        .withValidations(
            new Validation(
                hasLabel("object"),
                null,
                "'%1$sthe label %2$s of node \"' + request.name + '\" is kept, because protected pods there would end when the kubelet restarts without it; to remove ECI from the node, set spec.desiredState of EciNode \"' + request.name + '\" to Removed'"
                    .formatted(Messages.PREFIX, NodeCapabilityLabels.LABEL),
                "Forbidden"))
        .endSpec()
        .build();
  }

  private static String hasLabel(String object) {
    return "has(%1$s.metadata.labels) && '%2$s' in %1$s.metadata.labels && %1$s.metadata.labels['%2$s'] == '%3$s'"
        .formatted(object, NodeCapabilityLabels.LABEL, NodeCapabilityLabels.READY);
  }
}
