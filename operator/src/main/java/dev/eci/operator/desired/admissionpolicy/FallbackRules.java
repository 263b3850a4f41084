// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Each rule as a condition and as the violations that messages list, computed from the variables of
 * {@link FallbackVariables}.
 */
final class FallbackRules {
  private FallbackRules() {}

  /** All variables, in an order in which each uses earlier ones only. */
  static Map<String, String> variables() {
    Map<String, String> ofPod = new LinkedHashMap<>(FallbackVariables.ofPod());
    ofPod.putAll(SocketMountsRule.ofPod());
    ofPod.putAll(NodePathsRule.ofPod());
    ofPod.putAll(VolumeTypesRule.ofPod());
    Map<String, String> variables = new LinkedHashMap<>(FallbackVariables.shared());
    variables.putAll(ofPod);
    variables.putAll(StoredPod.variables(ofPod));
    variables.putAll(SocketMountsRule.brought());
    variables.putAll(NodePathsRule.brought());
    variables.putAll(VolumeTypesRule.brought());
    return variables;
  }

  /**
   * Whether the pod violates a rule.
   *
   * @param excluded namespaces that bypass the webhook, whose pods are therefore not mutated
   */
  static String violates(List<String> excluded) {
    return "size(variables.protecting) > 0 && (%s)"
        .formatted(
            rules(excluded).stream()
                .map(rule -> "(" + rule.condition() + ")")
                .collect(Collectors.joining(" || ")));
  }

  /** The violations of all rules, in the order in which the webhook reports them. */
  static String violations(List<String> excluded) {
    return "size(variables.protecting) == 0 ? [] : "
        + rules(excluded).stream()
            .map(FallbackRule::listed)
            .collect(Collectors.joining(" + ", "(", ")"));
  }

  private static List<FallbackRule> rules(List<String> excluded) {
    return List.of(
        console(),
        flag("hostNetwork", "network"),
        flag("hostPID", "pid"),
        flag("hostIPC", "ipc"),
        FallbackRule.ofPod(
            "(" + isTrue("hostUsers") + ") && !variables.isolated", CelViolations.hostUsers()),
        otherRuntimeClass(),
        missingRuntimeClass(excluded),
        SocketMountsRule.rule(),
        NodePathsRule.rule(),
        VolumeTypesRule.rule());
  }

  /** Saves cost for pods that neither share the node's processes nor name their node. */
  private static FallbackRule console() {
    String privileged =
        "variables.containers.exists(c, has(c.securityContext) && has(c.securityContext.privileged) && c.securityContext.privileged)";
    String chosen = "has(object.spec.nodeName) && object.spec.nodeName != ''";
    String mountsRoot =
        "variables.paths.exists(h, h.path == '/' && h.name in variables.writableMounts)";
    String inProcesses = "(" + isTrue("hostPID") + ")";
    return FallbackRule.ofPod(
        "(%1$s && %2$s) || ((%1$s || (%3$s)) && %4$s)"
            .formatted(inProcesses, privileged, chosen, mountsRoot),
        CelViolations.nodeConsole());
  }

  private static FallbackRule flag(String field, String namespace) {
    return FallbackRule.ofPod(isTrue(field), CelViolations.hostNamespace(field, namespace));
  }

  private static String isTrue(String field) {
    return "has(object.spec.%1$s) && object.spec.%1$s".formatted(field);
  }

  private static final String HAS_CLASS =
      "has(object.spec.runtimeClassName) && object.spec.runtimeClassName != ''";

  private static FallbackRule otherRuntimeClass() {
    return FallbackRule.ofPod(
        "%s && !variables.isolated && !(%s)"
            .formatted(HAS_CLASS, FallbackVariables.isClassIn("classes")),
        CelViolations.otherRuntimeClass("object.spec.runtimeClassName", "variables.className"));
  }

  private static FallbackRule missingRuntimeClass(List<String> excluded) {
    return new FallbackRule(
        "!(%s) && request.operation == 'CREATE' && !(request.namespace in %s) && !variables.granting.exists(i, params.spec.groups[i].toleratesUnprotected)"
            .formatted(HAS_CLASS, CelBuilder.texts(excluded)),
        "[" + CelViolations.runtimeClassMissing("variables.className") + "]");
  }
}
