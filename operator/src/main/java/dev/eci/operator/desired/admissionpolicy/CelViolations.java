// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import dev.eci.policy.message.HostPathMessages;
import dev.eci.policy.message.NamespaceMessages;
import dev.eci.policy.message.NodeDebugMessages;
import dev.eci.policy.message.RuntimeClassMessages;
import dev.eci.policy.message.RuntimeSocketMessages;
import dev.eci.policy.message.VolumeMessages;
import dev.eci.policy.model.PolicySource;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.Map;

/**
 * The messages of violations as CEL. Each expression may use the variables of {@link
 * FallbackVariables}.
 */
final class CelViolations {
  private static final PolicySource SOURCE = new PolicySource.Cluster("@POLICY@");
  private static final String NAME = "variables.policyName";

  private CelViolations() {}

  static String nodeConsole() {
    return violation(RuleId.RES_4, "spec", NodeDebugMessages.nodeConsoleDenied(SOURCE), Map.of());
  }

  static String hostNamespace(String field, String namespace) {
    return violation(
        RuleId.RES_1,
        "spec." + field,
        NamespaceMessages.hostNamespaceDenied(namespace, SOURCE),
        Map.of());
  }

  static String hostUsers() {
    return violation(
        RuleId.ISO_1,
        "spec.hostUsers",
        NamespaceMessages.ownUserNamespaceRequired(SOURCE),
        Map.of());
  }

  static String otherRuntimeClass(String requested, String required) {
    return violation(
        RuleId.ISO_7,
        "spec.runtimeClassName",
        RuntimeClassMessages.otherRuntimeClassDenied("@REQUESTED@", "@REQUIRED@", SOURCE),
        Map.of("REQUESTED", requested, "REQUIRED", required));
  }

  static String runtimeClassMissing(String required) {
    return violation(
        RuleId.ISO_7,
        "spec.runtimeClassName",
        RuntimeClassMessages.runtimeClassMissing("@REQUIRED@"),
        Map.of("REQUIRED", required));
  }

  static String hostPath(String field, String path) {
    return violation(
        RuleId.RES_2,
        "@FIELD@",
        HostPathMessages.hostPathDenied("@PATH@", SOURCE),
        Map.of("FIELD", field, "PATH", path));
  }

  static String writableHostPath(String field, String path) {
    return violation(
        RuleId.RES_2,
        "@FIELD@",
        HostPathMessages.writableHostPathDenied("@PATH@", SOURCE),
        Map.of("FIELD", field, "PATH", path));
  }

  static String hostPathAboveSocket(String field, String path, String engine) {
    return violation(
        RuleId.RES_2,
        "@FIELD@",
        HostPathMessages.hostPathAboveSocketDenied("@PATH@", "@ENGINE@", SOURCE),
        Map.of("FIELD", field, "PATH", path, "ENGINE", engine));
  }

  static String volumeType(String field, String name, String type) {
    return violation(
        RuleId.ISO_4,
        "@FIELD@",
        VolumeMessages.volumeTypeDenied("@NAME@", "@TYPE@", SOURCE),
        Map.of("FIELD", field, "NAME", name, "TYPE", type));
  }

  static String dockerSocket(String field, String image) {
    return violation(
        RuleId.RES_3,
        "@FIELD@",
        RuntimeSocketMessages.dockerSocketDenied("@IMAGE@", SOURCE),
        Map.of("FIELD", field, "IMAGE", image));
  }

  static String runtimeSocket(String field, String image, String engine) {
    return violation(
        RuleId.RES_3,
        "@FIELD@",
        RuntimeSocketMessages.runtimeSocketDenied("@ENGINE@", "@IMAGE@", SOURCE),
        Map.of("FIELD", field, "IMAGE", image, "ENGINE", engine));
  }

  private static String violation(
      RuleId rule, String field, String sentence, Map<String, String> expressions) {
    Map<String, String> all = new java.util.HashMap<>(expressions);
    all.put("POLICY", NAME);
    return "("
        + CelMessage.cel(new Violation(rule, "@POLICY@", field, sentence).format(), all)
        + ")";
  }
}
