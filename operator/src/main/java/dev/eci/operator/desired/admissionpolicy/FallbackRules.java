// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import dev.eci.policy.hostpath.RuntimeSocketKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Each rule as a condition and as the violations that messages list, computed from the variables of
 * {@link FallbackVariables}.
 */
final class FallbackRules {
  /** The message has room for about as many violations of one kind. */
  private static final int LISTED = 10;

  private static final String IS_SOCKET = "h.key in variables.socketFiles";
  private static final String READ_ONLY_EVERYWHERE =
      "!h.creates && h.name in variables.mounts && !(h.name in variables.writableMounts)";

  private FallbackRules() {}

  /**
   * One rule.
   *
   * @param condition whether the pod violates it, CEL
   * @param violations a list of messages, CEL, evaluated only if the condition is true
   */
  private record Rule(String condition, String violations) {
    String listed() {
      return "(%s ? %s : [])".formatted(condition, violations);
    }
  }

  /** What the rules use beyond the properties of the pod, by name of the variable. */
  static Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("sockets", "variables.paths.filter(h, %s)".formatted(IS_SOCKET));
    variables.put("socketNames", "variables.sockets.map(h, h.name)");
    variables.put(
        "unproxiedNames",
        "variables.sockets.filter(h, !(h.key in variables.socketProxied)).map(h, h.name)");
    variables.put(
        "socketContainers",
        "size(variables.sockets) == 0 ? [] : variables.containers.filter(c, has(c.volumeMounts) && c.volumeMounts.exists(m, m.name in variables.socketNames))");
    variables.put("deniedContainers", deniedContainers());
    variables.put("deniedContainerNames", "variables.deniedContainers.map(c, c.name)");
    variables.put("deniedPaths", deniedPaths());
    variables.put("deniedPathNames", "variables.deniedPaths.map(h, h.name)");
    variables.put("deniedTypes", deniedTypes());
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
        + rules(excluded).stream().map(Rule::listed).collect(Collectors.joining(" + ", "(", ")"));
  }

  private static List<Rule> rules(List<String> excluded) {
    return List.of(
        console(),
        flag("hostNetwork", "network"),
        flag("hostPID", "pid"),
        flag("hostIPC", "ipc"),
        rule("(" + isTrue("hostUsers") + ") && !variables.isolated", CelViolations.hostUsers()),
        otherRuntimeClass(),
        missingRuntimeClass(excluded),
        socketMounts(),
        nodePaths(),
        volumeTypes());
  }

  private static Rule rule(String condition, String violation) {
    return new Rule(condition, "[" + violation + "]");
  }

  /** Saves cost for pods that neither share the node's processes nor name their node. */
  private static Rule console() {
    String privileged =
        "variables.containers.exists(c, has(c.securityContext) && has(c.securityContext.privileged) && c.securityContext.privileged)";
    String chosen = "has(object.spec.nodeName) && object.spec.nodeName != ''";
    String mountsRoot =
        "variables.paths.exists(h, h.path == '/' && h.name in variables.writableMounts)";
    String inProcesses = "(" + isTrue("hostPID") + ")";
    return rule(
        "(%1$s && %2$s) || ((%1$s || (%3$s)) && %4$s)"
            .formatted(inProcesses, privileged, chosen, mountsRoot),
        CelViolations.nodeConsole());
  }

  private static Rule flag(String field, String namespace) {
    return rule(isTrue(field), CelViolations.hostNamespace(field, namespace));
  }

  private static String isTrue(String field) {
    return "has(object.spec.%1$s) && object.spec.%1$s".formatted(field);
  }

  private static final String HAS_CLASS =
      "has(object.spec.runtimeClassName) && object.spec.runtimeClassName != ''";

  private static Rule otherRuntimeClass() {
    return rule(
        "%s && !variables.isolated && !(%s)"
            .formatted(HAS_CLASS, FallbackVariables.isClassIn("classes")),
        CelViolations.otherRuntimeClass("object.spec.runtimeClassName", "variables.className"));
  }

  private static Rule missingRuntimeClass(List<String> excluded) {
    return rule(
        "!(%s) && request.operation == 'CREATE' && !(request.namespace in %s) && !variables.granting.exists(i, params.spec.groups[i].toleratesUnprotected)"
            .formatted(HAS_CLASS, CelBuilder.texts(excluded)),
        CelViolations.runtimeClassMissing("variables.className"));
  }

  private static String deniedContainers() {
    return "variables.socketContainers.filter(c, c.volumeMounts.exists(m, m.name in variables.unproxiedNames) || !(%s))"
        .formatted(isImageAllowed());
  }

  private static String isImageAllowed() {
    return ImageKeys.cel("c.image")
        + ".exists(k, k in params.spec.socketImages && %s)"
            .formatted(isAllowedBy("params.spec.socketImages[k]"));
  }

  /**
   * Whether a group whose allowances count is in the map. CEL compares with all of a list at the
   * cost of five lookups in a map, so few groups are looked up in the list, and many in the map.
   */
  private static String isAllowedBy(String groups) {
    return "[%s].exists(g, size(g) < 5 ? g.exists(i, i in variables.granting) : variables.granting.exists(i, i in g))"
        .formatted(groups);
  }

  private static Rule socketMounts() {
    String denied =
        "m.name in variables.socketNames && (!(%s) || m.name in variables.unproxiedNames)"
            .formatted(isImageAllowed());
    String field =
        PodFields.container("c")
            + " + '.volumeMounts[' + string(c.volumeMounts.map(x, x.mountPath).indexOf(m.mountPath)) + ']'";
    String engine =
        "variables.sockets.filter(h, h.name == m.name).map(h, variables.socketFiles[h.key])[0]";
    String violation =
        "%s == %s ? %s : %s"
            .formatted(
                engine,
                CelBuilder.text(RuntimeSocketKind.DOCKER.displayName()),
                CelViolations.dockerSocket(field, PodFields.repository("c.image")),
                CelViolations.runtimeSocket(field, PodFields.repository("c.image"), engine));
    return new Rule(
        "size(variables.deniedContainers) > 0",
        "variables.deniedContainers.filter(c, variables.deniedContainerNames.indexOf(c.name) < %d).map(c, c.volumeMounts.filter(m, %s).map(m, %s)[0])"
            .formatted(LISTED, denied, violation));
  }

  private static String deniedPaths() {
    String permitted =
        "!(%s) && (%s || (%s && %s))"
            .formatted(
                isProcessLink(),
                covered("hostPaths"),
                covered("readOnlyHostPaths"),
                READ_ONLY_EVERYWHERE);
    return "variables.paths.filter(h, %s ? (h.creates && !(h.name in variables.mounts)) : !(%s))"
        .formatted(IS_SOCKET, permitted);
  }

  private static String isProcessLink() {
    return "(h.key.startsWith('/proc/') || h.key.startsWith('/dev/')) && h.key.matches(%s)"
        .formatted(CelBuilder.text(SocketPathMaps.LINKS));
  }

  private static Rule nodePaths() {
    String trees =
        "%s.map(d, %s).filter(a, a in variables.socketTrees)"
            .formatted(SocketPathMaps.depths(), ancestor("h.key"));
    String engine =
        "%s ? variables.socketFiles[h.key] : (%s) ? %s : size(%s) > 0 ? variables.socketTrees[%4$s[0]] : h.key in variables.aboveSocket ? variables.aboveSocket[h.key] : ''"
            .formatted(
                IS_SOCKET,
                isProcessLink(),
                CelBuilder.text(RuntimeSocketKind.DOCKER.displayName()),
                trees);
    String violation =
        "[%s].map(e, e != '' ? %s : %s ? %s : %s)[0]"
            .formatted(
                engine,
                CelViolations.hostPathAboveSocket(PodFields.volume("h.name"), "h.written", "e"),
                covered("readOnlyHostPaths"),
                CelViolations.writableHostPath(PodFields.volume("h.name"), "h.written"),
                CelViolations.hostPath(PodFields.volume("h.name"), "h.written"));
    return new Rule(
        "size(variables.deniedPaths) > 0",
        "variables.deniedPaths.filter(h, variables.deniedPathNames.indexOf(h.name) < %d).map(h, %s)"
            .formatted(LISTED, violation));
  }

  /** Each field of a volume but its name is a type; the API server may know more types. */
  private static String deniedTypes() {
    return "(has(object.spec.volumes) ? object.spec.volumes.filter(v, !(%s)) : [])"
            .formatted(FallbackVariables.isVolumeOf(FallbackVariables.EVALUATED_VOLUMES))
        + ".map(v, dyn(v).map(k, k).filter(k, k != 'name' && !(k in params.spec.volumeTypes && %s)).map(k, {'name': v.name, 'type': k}))"
            .formatted(isAllowedBy("params.spec.volumeTypes[k]"))
        + ".filter(l, size(l) > 0).map(l, l[0])";
  }

  private static Rule volumeTypes() {
    return new Rule(
        "size(variables.deniedTypes) > 0",
        "variables.deniedTypes.map(h, %s)"
            .formatted(
                CelViolations.volumeType(
                    PodFields.volume("h.name", "h.type"), "h.name", "h.type")));
  }

  /** The path cut off after {@code d} names, or an empty text if it has fewer. */
  private static String ancestor(String path) {
    return "[%1$s.split('/', d + 2)].map(s, size(s) == d + 2 ? %1$s.substring(0, size(%1$s) - size(s[d + 1])) : '')[0]"
        .formatted(path);
  }

  private static String covered(String map) {
    return "params.spec.pathDepths.map(d, %s).exists(a, a in params.spec.%2$s && %3$s)"
        .formatted(ancestor("h.head"), map, isAllowedBy("params.spec.%s[a]".formatted(map)));
  }
}
