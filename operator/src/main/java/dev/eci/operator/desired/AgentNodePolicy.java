// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import dev.eci.operator.WellKnownNames;
import dev.eci.policy.pod.NodeCapabilityLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.NamedRuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.NamedRuleWithOperationsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Validation;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Variable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An agent reports on its own node only: an attacker on one node must not be able to report another
 * one as protected. The node's name comes from the service account token, which the kubelet
 * requested for the pod. Of its Node, an agent changes one label and one taint.
 */
final class AgentNodePolicy {
  private static final String TOKEN_NODE = "authentication.kubernetes.io/node-name";

  /** All fields of a Node's spec but the taints; k8s.io/api, core/v1. */
  private static final List<String> OTHER_FIELDS =
      List.of("configSource", "externalID", "podCIDR", "podCIDRs", "providerID", "unschedulable");

  private AgentNodePolicy() {}

  static List<HasMetadata> desired(InstallationContext installationContext) {
    ObjectMeta metadata = AdmissionPolicyBindings.metadata(WellKnownNames.AGENT_NODE);
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
                rule("", "v1", List.of("UPDATE"), "nodes", "nodes/status"),
                rule("eci.dev", "*", List.of("CREATE", "UPDATE"), "ecinodes", "ecinodes/status")))
        .withMatchConditions(
            new MatchCondition(
                "request.userInfo.username == '%s'"
                    .formatted(installationContext.account(WellKnownNames.AGENT)),
                "by-an-agent"))
        .withVariables(
            new Variable(
                "'%1$s' in request.userInfo.extra ? request.userInfo.extra['%1$s'][0] : ''"
                    .formatted(TOKEN_NODE),
                "tokenNode"),
            new Variable(otherLabels("object", ""), "otherLabelsNow"),
            new Variable(otherLabels("oldObject", "oldObject != null && "), "otherLabelsBefore"),
            new Variable(otherTaints("object"), "otherTaintsNow"),
            new Variable(otherTaints("oldObject"), "otherTaintsBefore"))
        .withValidations(
            new Validation(
                "request.name == variables.tokenNode",
                null,
                "'the ECI agent of node \"' + variables.tokenNode + '\" may not write ' + request.resource.resource + ' \"' + request.name + '\"'",
                "Forbidden"),
            new Validation(
                "request.resource.resource != 'nodes' || (" + sameNode() + ")",
                "an ECI agent may change only the label %s and the taint %s of its node"
                    .formatted(NodeCapabilityLabels.LABEL, NodeCapabilityLabels.REMOVING_TAINT),
                null,
                "Forbidden"))
        .endSpec()
        .build();
  }

  private static String sameNode() {
    String same = "variables.%1$s.all(x, x in variables.%2$s)";
    return Stream.concat(
            OTHER_FIELDS.stream()
                .map(field ->
                    "(has(object.spec.%1$s) ? has(oldObject.spec.%1$s) && object.spec.%1$s == oldObject.spec.%1$s : !has(oldObject.spec.%1$s))"
                        .formatted(field)),
            Stream.of(
                same.formatted("otherTaintsNow", "otherTaintsBefore"),
                same.formatted("otherTaintsBefore", "otherTaintsNow"),
                same.formatted("otherLabelsNow", "otherLabelsBefore"),
                same.formatted("otherLabelsBefore", "otherLabelsNow")))
        .collect(Collectors.joining(" && "));
  }

  private static String otherLabels(String object, String guard) {
    return "%2$shas(%1$s.metadata.labels) ? %1$s.metadata.labels.filter(k, k != '%3$s').map(k, k + '=' + %1$s.metadata.labels[k]) : []"
        .formatted(object, guard, NodeCapabilityLabels.LABEL);
  }

  /** With all fields; only the taint NoSchedule of that key is an agent's. */
  private static String otherTaints(String object) {
    return "request.resource.resource == 'nodes' && %1$s != null && has(%1$s.spec.taints) ? %1$s.spec.taints.filter(t, t.key != '%2$s' || t.effect != 'NoSchedule') : []"
        .formatted(object, NodeCapabilityLabels.REMOVING_TAINT);
  }

  private static NamedRuleWithOperations rule(
      String group, String version, List<String> operations, String... resources) {
    return new NamedRuleWithOperationsBuilder()
        .withApiGroups(group)
        .withApiVersions(version)
        .withOperations(operations)
        .withResources(resources)
        .withScope("*")
        .build();
  }
}
