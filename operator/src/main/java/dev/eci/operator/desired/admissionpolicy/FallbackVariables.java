// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import dev.eci.policy.pod.VolumeTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Properties of the pod, and of the policies that protect it, which {@link FallbackParameters}
 * describes. The API server computes a variable when an expression first uses it.
 */
final class FallbackVariables {
  /** Saves cost for the usual spelling; only an unusual one is parsed. */
  private static final String CANONICAL =
      """
      [v.hostPath.path].map(p, !p.startsWith('/') || size(p) > 4096 || p.matches('(^|/)[.][.](/|$)') ? ''
        : (p.contains('//') || p.contains('/./') || p.endsWith('/') || p.endsWith('/.')
          ? '/' + p.split('/').filter(s, s != '' && s != '.').map(s, s + '/').join('') : p + '/'))
      .map(c, c.startsWith('/var/run/') ? '/run/' + c.substring(9) : c)
      .map(c, c.startsWith('/var/lock/') ? '/run/lock/' + c.substring(10) : c)\
      """;

  /** As {@code head}, so that a long path costs no more than the longest allowed one. */
  private static final String HEAD =
      "size(p) > params.spec.longestPath ? p.substring(0, params.spec.longestPath) : p";

  private static final String MOUNTS =
      "variables.containers.map(c, has(c.volumeMounts) ? c.volumeMounts%s.map(m, m.name).join(',') : '').join(',').split(',')";

  /** Types of volumes that are no disk of the node, or that a rule of the node's paths covers. */
  static final List<String> EVALUATED_VOLUMES =
      Stream.concat(VolumeTypes.OF_THE_POD.stream(), VolumeTypes.WITH_OWN_RULE.stream())
          .filter(type -> !type.equals("local"))
          .toList();

  private static final String FIRST = "params.spec.groups[variables.granting.min()]";

  private FallbackVariables() {}

  /** What is the same for the pod and for its stored version, by name. */
  static Map<String, String> shared() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("namespaceLabels", orEmpty("namespaceObject.metadata.labels"));
    variables.put("socketFiles", CelBuilder.map(SocketPathMaps.files()));
    variables.put("socketProxied", CelBuilder.map(SocketPathMaps.proxied()));
    variables.put("socketTrees", CelBuilder.map(SocketPathMaps.trees()));
    variables.put("aboveSocket", CelBuilder.map(SocketPathMaps.above()));
    return variables;
  }

  /** By name, in an order in which each variable uses earlier ones only. */
  static Map<String, String> ofPod() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("labels", orEmpty("object.metadata.labels"));
    variables.put(
        "account",
        "request.namespace + '/' + (has(object.spec.serviceAccountName) && object.spec.serviceAccountName != ''"
            + " ? object.spec.serviceAccountName : 'default')");
    variables.put(
        "containers",
        "(has(object.spec.initContainers) ? object.spec.initContainers : []) + object.spec.containers"
            + " + (has(object.spec.ephemeralContainers) ? object.spec.ephemeralContainers : [])");
    variables.put("imageKeys", "variables.containers.map(c, " + imageKeys("c") + ")");
    variables.put(
        "exemptionKeys",
        "['namespace:' + request.namespace, 'account:' + variables.account] + %s.map(k, 'image:' + k)"
            .formatted(imageKeys("object.spec.containers[0]")));
    variables.put("protecting", protecting());
    variables.put(
        "granting",
        "variables.protecting.exists(i, params.spec.groups[i].locked)"
            + " ? variables.protecting.filter(i, params.spec.groups[i].locked) : variables.protecting");
    variables.put("policyName", "size(variables.protecting) == 0 ? '' : " + FIRST + ".policy");
    variables.put("className", "size(variables.protecting) == 0 ? '' : " + FIRST + ".className");
    variables.put(
        "isolated", "has(object.spec.runtimeClassName) && " + isClassIn("isolatedClasses"));
    variables.put(
        "paths",
        "(has(object.spec.volumes) ? object.spec.volumes.filter(v, has(v.hostPath)) : [])"
            + ".map(v, %s.map(p, {'name': dyn(v.name), 'written': dyn(v.hostPath.path), 'path': dyn(p), 'head': dyn(%s), 'key': dyn(%s),"
                .formatted(CANONICAL.replace("\n", " "), HEAD, SocketPathMaps.key("p"))
            + " 'creates': dyn(has(v.hostPath.type) && v.hostPath.type in ['DirectoryOrCreate', 'FileOrCreate'])})[0])");
    variables.put("mounts", MOUNTS.formatted(""));
    variables.put(
        "writableMounts", MOUNTS.formatted(".filter(m, !(has(m.readOnly) && m.readOnly))"));
    return variables;
  }

  /** Whether a group whose allowances count has the pod's runtime class in a map. */
  static String isClassIn(String map) {
    return "variables.granting.exists(i, object.spec.runtimeClassName in params.spec.groups[i].%s)"
        .formatted(map);
  }

  /** Whether volume {@code v} is of one of the types. */
  static String isVolumeOf(List<String> types) {
    return types.stream().map("has(v.%s)"::formatted).collect(Collectors.joining(" || "));
  }

  private static String imageKeys(String container) {
    return "(has(%1$s.image) ? %2$s : [])"
        .formatted(container, ImageKeys.cel(container + ".image"));
  }

  private static String orEmpty(String map) {
    return "has(%1$s) ? %1$s : {}".formatted(map);
  }

  /** The numbers of groups: by namespace label first, so that most groups cost nothing. */
  private static String protecting() {
    String candidates =
        "([params.spec.others] + variables.namespaceLabels.map(k, k + '=' + variables.namespaceLabels[k])"
            + ".filter(x, x in params.spec.byNamespaceLabel).map(x, params.spec.byNamespaceLabel[x]))";
    String selects =
        "%s && %s && !(%s)"
            .formatted(
                meets("namespaces", "variables.namespaceLabels"),
                meets("pods", "variables.labels"),
                exempts());
    return "[%s.map(b, b.filter(i, [params.spec.groups[i]].exists(g, %s)).join(',')).filter(b, b != '').join(',')].map(t, t == '' ? [] : t.split(','))[0]"
        .formatted(candidates, selects);
  }

  private static String meets(String requirements, String labels) {
    return "g.%1$s.all(r, r.key in %2$s ? (%2$s[r.key] in r.values) != r.excludes : r.allowsAbsence)"
        .formatted(requirements, labels);
  }

  private static String exempts() {
    return "(g.exemptsSystemPods && variables.account in params.spec.systemAccounts)"
        + " || variables.exemptionKeys.exists(x, x in g.exemptionsBy && g.exemptionsBy[x].exists(n, [g.exemptions[n]].exists(e,"
        + " (!has(e.namespaces) || request.namespace in e.namespaces)"
        + " && (!has(e.serviceAccounts) || variables.account in e.serviceAccounts)"
        + " && (!has(e.images) || variables.imageKeys.all(keys, keys.exists(k, k in e.images))))))";
  }
}
