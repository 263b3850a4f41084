// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import dev.eci.operator.desired.admissionpolicy.SocketRegex.Reach;
import dev.eci.policy.hostpath.RuntimeSocketKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Each rule as a variable: a list of violations, computed from the variables of {@link
 * FallbackVariables}.
 */
final class FallbackRules {
  /**
   * Saves cost for long paths: a socket's path is not longer, even with one name of the maximum
   * length (NAME_MAX, 255).
   */
  private static final String IS_SOCKET =
      "(size(h.path) <= 400 && h.path.matches(%s))".formatted(regex(SocketRegex.exact()));

  private static final String DOCKER_AT =
      regex(SocketRegex.exact().stream().filter(reach -> reach.socket().isProxied()).toList());
  private static final String MOUNTS_IT =
      "variables.containers.exists(c, has(c.volumeMounts) && c.volumeMounts.exists(m, m.name == h.name%s))";
  private static final String WRITABLE = " && !(has(m.readOnly) && m.readOnly)";
  private static final String READ_ONLY_EVERYWHERE =
      "!h.creates && %s && !%s".formatted(MOUNTS_IT.formatted(""), MOUNTS_IT.formatted(WRITABLE));

  private FallbackRules() {}

  /**
   * By name of the variable.
   *
   * @param excluded namespaces that bypass the webhook, whose pods are therefore not mutated
   */
  static Map<String, String> of(List<String> excluded) {
    Map<String, String> rules = new LinkedHashMap<>();
    rules.put("console", console());
    rules.put("hostNetwork", flag("hostNetwork", "network"));
    rules.put("hostPID", flag("hostPID", "pid"));
    rules.put("hostIPC", flag("hostIPC", "ipc"));
    rules.put(
        "hostUsers",
        found("(" + isTrue("hostUsers") + ") && !variables.isolated", CelViolations.hostUsers()));
    rules.put("runtimeClass", runtimeClass(excluded));
    rules.put("sockets", "variables.paths.filter(h, %s)".formatted(IS_SOCKET));
    rules.put("socketMounts", socketMounts());
    rules.put("nodePaths", nodePaths());
    return rules;
  }

  /** The violations of all rules, in the order in which the webhook reports them. */
  static String all() {
    return "size(variables.protecting) == 0 ? [] : "
        + List.of(
                "console",
                "hostNetwork",
                "hostPID",
                "hostIPC",
                "hostUsers",
                "runtimeClass",
                "socketMounts",
                "nodePaths")
            .stream()
            .map(rule -> "variables." + rule)
            .collect(Collectors.joining(" + ", "(", ")"));
  }

  /** Saves cost for pods that neither share the node's processes nor name their node. */
  private static String console() {
    String privileged =
        "variables.containers.exists(c, has(c.securityContext) && has(c.securityContext.privileged) && c.securityContext.privileged)";
    String chosen = "has(object.spec.nodeName) && object.spec.nodeName != ''";
    String mountsRoot =
        "variables.paths.exists(h, h.path == '/' && %s)".formatted(MOUNTS_IT.formatted(WRITABLE));
    String inProcesses = "(" + isTrue("hostPID") + ")";
    return found(
        "(%1$s && %2$s) || ((%1$s || (%3$s)) && %4$s)"
            .formatted(inProcesses, privileged, chosen, mountsRoot),
        CelViolations.nodeConsole());
  }

  private static String flag(String field, String namespace) {
    return found(isTrue(field), CelViolations.hostNamespace(field, namespace));
  }

  private static String isTrue(String field) {
    return "has(object.spec.%1$s) && object.spec.%1$s".formatted(field);
  }

  private static String found(String condition, String violation) {
    return "%s ? [%s] : []".formatted(condition, violation);
  }

  private static String runtimeClass(List<String> excluded) {
    String has = "has(object.spec.runtimeClassName) && object.spec.runtimeClassName != ''";
    return "%s ? (variables.isolated || object.spec.runtimeClassName in variables.classes ? [] : [%s]) : (request.operation == 'CREATE' && !variables.tolerates && !(request.namespace in %s) ? [%s] : [])"
        .formatted(
            has,
            CelViolations.otherRuntimeClass("object.spec.runtimeClassName", "variables.classes[0]"),
            CelBuilder.texts(excluded),
            CelViolations.runtimeClassMissing("variables.classes[0]"));
  }

  private static String socketMounts() {
    String allowed =
        "(h.path.matches(%s) && variables.socketImages.exists(r, c.image.matches(r)))"
            .formatted(DOCKER_AT);
    String denied = "variables.sockets.exists(h, h.name == m.name && !%s)".formatted(allowed);
    String field =
        PodFields.container("c")
            + " + '.volumeMounts[' + string(c.volumeMounts.map(x, x.mountPath).indexOf(m.mountPath)) + ']'";
    String engine =
        "variables.sockets.filter(h, h.name == m.name).map(h, %s)[0]"
            .formatted(runtimeName(SocketRegex.exact()));
    String violation =
        "%s == %s ? %s : %s"
            .formatted(
                engine,
                CelBuilder.text(RuntimeSocketKind.DOCKER.displayName()),
                CelViolations.dockerSocket(field, PodFields.repository("c.image")),
                CelViolations.runtimeSocket(field, PodFields.repository("c.image"), engine));
    return ("size(variables.sockets) == 0 ? [] : variables.containers.filter(c, has(c.volumeMounts) && c.volumeMounts.exists(m, %1$s))"
            + ".map(c, c.volumeMounts.filter(m, %1$s).map(m, %2$s)[0])")
        .formatted(denied, violation);
  }

  private static String nodePaths() {
    String permitted =
        "!h.path.matches(%s) && (%s || (%s && %s))"
            .formatted(
                CelBuilder.text(SocketRegex.LINKS),
                covered("allowed"),
                covered("readOnlyAllowed"),
                READ_ONLY_EVERYWHERE);
    String denied =
        "%s ? (h.creates && !%s) : !(%s)".formatted(IS_SOCKET, MOUNTS_IT.formatted(""), permitted);
    String through = regex(SocketRegex.through());
    String violation =
        "%s ? %s : (%s ? %s : %s)"
            .formatted(
                IS_SOCKET,
                above(SocketRegex.exact()),
                "h.path.matches(%s)".formatted(through),
                above(SocketRegex.through()),
                CelViolations.hostPath(PodFields.volume("h.name"), "h.written"));
    return "variables.paths.filter(h, %s).map(h, %s)".formatted(denied, violation);
  }

  private static String above(List<Reach> reaches) {
    return CelViolations.hostPathAboveSocket(
        PodFields.volume("h.name"), "h.written", runtimeName(reaches));
  }

  private static String covered(String list) {
    return "variables.%s.exists(l, l.exists(a, h.path.startsWith(a)))".formatted(list);
  }

  /** The engine of the first expression that matches {@code h.path}. */
  private static String runtimeName(List<Reach> reaches) {
    return reaches.stream()
            .map(reach ->
                "[%s, %s]"
                    .formatted(
                        CelBuilder.text(reach.regex()),
                        CelBuilder.text(reach.socket().displayName())))
            .collect(Collectors.joining(", ", "[", "]"))
        + ".filter(e, h.path.matches(e[0]))[0][1]";
  }

  private static String regex(List<Reach> reaches) {
    return CelBuilder.text(reaches.stream().map(Reach::regex).collect(Collectors.joining("|")));
  }
}
