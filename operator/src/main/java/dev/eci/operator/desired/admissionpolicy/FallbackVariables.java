// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.model.Policy;
import dev.eci.policy.selector.Exemption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Properties of the pod and of the policies that protect it. Each policy has a number, its index in
 * the order of names; a list by policy contains the policies that protect the pod.
 */
final class FallbackVariables {
  /** Saves cost for the usual spelling; only an unusual one is parsed. */
  private static final String CANONICAL =
      """
      [v.hostPath.path].map(p, !p.startsWith('/') || size(p) > 4096 || p.matches('(^|/)[.][.](/|$)') ? ''
        : (p.contains('//') || p.contains('/./') || p.endsWith('/') || p.endsWith('/.')
          ? '/' + p.split('/').filter(s, s != '' && s != '.').map(s, s + '/').join('') : p + '/'))
      .map(c, c.startsWith('/var/run/') ? '/run/' + c.substring(9) : c)
      .map(c, c.startsWith('/var/lock/') ? '/run/lock/' + c.substring(10) : c)[0]\
      """;

  private static final String ISOLATED =
      "has(object.spec.runtimeClassName) && variables.isolatedClasses.exists(l, object.spec.runtimeClassName in l)";

  private FallbackVariables() {}

  /** By name, in an order in which each variable uses earlier ones only. */
  static Map<String, String> of(List<Policy> policies, Instant now) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("spec", "object.spec");
    variables.put("labels", orEmpty("object.metadata.labels"));
    variables.put("namespaceLabels", orEmpty("namespaceObject.metadata.labels"));
    variables.put(
        "account",
        "request.namespace + '/' + (has(object.spec.serviceAccountName) && object.spec.serviceAccountName != ''"
            + " ? object.spec.serviceAccountName : 'default')");
    variables.put(
        "containers",
        "object.spec.containers + (has(object.spec.initContainers) ? object.spec.initContainers : [])"
            + " + (has(object.spec.ephemeralContainers) ? object.spec.ephemeralContainers : [])");
    variables.put("images", "variables.containers.map(c, has(c.image) ? c.image : '')");
    IntStream.range(0, policies.size())
        .forEach(i -> variables.put("protects" + i, protects(policies.get(i), now)));
    variables.put(
        "protects",
        CelBuilder.list(
            IntStream.range(0, policies.size()).mapToObj(i -> "variables.protects" + i).toList()));
    variables.put(
        "protecting",
        IntStream.range(0, policies.size()).boxed().toList() + ".filter(i, variables.protects[i])");
    variables.put("policyName", byPolicy(policies, p -> CelBuilder.text(p.name())) + "[0]");
    variables.put("classes", byPolicy(policies, p -> CelBuilder.text(p.runtime().className())));
    variables.put(
        "isolatedClasses",
        byPolicy(
            policies,
            p -> CelBuilder.texts(new java.util.TreeSet<>(p.runtime().isolatedClasses()))));
    variables.put("isolated", ISOLATED);
    variables.put(
        "tolerates",
        byPolicy(policies, p -> String.valueOf(p.runtime().allowsUnmappedVolumes()))
            + ".exists(t, t)");
    variables.put("socketImages", byPolicy(policies, FallbackVariables::socketImages));
    variables.put("allowed", byPolicy(policies, p -> prefixes(p.hostPaths().allowed())));
    variables.put(
        "readOnlyAllowed", byPolicy(policies, p -> prefixes(p.hostPaths().readOnlyAllowed())));
    variables.put(
        "paths",
        "(has(object.spec.volumes) ? object.spec.volumes.filter(v, has(v.hostPath)) : [])"
            + ".map(v, {'name': dyn(v.name), 'written': dyn(v.hostPath.path), 'creates': dyn(has(v.hostPath.type)"
            + " && v.hostPath.type in ['DirectoryOrCreate', 'FileOrCreate']), 'path': dyn("
            + CANONICAL.replace("\n", " ")
            + ")})");
    return variables;
  }

  private static String orEmpty(String map) {
    return "has(%1$s) ? %1$s : {}".formatted(map);
  }

  private static String protects(Policy policy, Instant now) {
    List<String> conditions =
        new ArrayList<>(
            List.of(
                SelectorCel.matches(policy.selection().namespaces(), "variables.namespaceLabels"),
                SelectorCel.matches(policy.selection().pods(), "variables.labels")));
    policy.selection().exemptions().stream()
        // CEL has no clock: the operator rewrites this expression when an exemption ends
        .filter(e -> e.expires().map(now::isBefore).orElse(true))
        .map(e -> "!(" + covers(e) + ")")
        .forEach(conditions::add);
    return CelBuilder.allOf(conditions);
  }

  private static String covers(Exemption exemption) {
    List<String> conditions = new ArrayList<>();
    if (!exemption.namespaces().isEmpty()) {
      conditions.add("request.namespace in " + CelBuilder.texts(exemption.namespaces()));
    }
    if (!exemption.serviceAccounts().isEmpty()) {
      conditions.add("variables.account in " + CelBuilder.texts(exemption.serviceAccounts()));
    }
    if (!exemption.images().isEmpty()) {
      conditions.add(
          "variables.images.all(i, i.matches(%s))"
              .formatted(CelBuilder.text(regex(exemption.images(), ImageRegex::exactly))));
    }
    return CelBuilder.allOf(conditions);
  }

  private static String socketImages(Policy policy) {
    return CelBuilder.text(
        regex(policy.dockerSocket().images().list().patterns(), ImageRegex::withAnyDigest));
  }

  /** Matches nothing if there are no patterns: no image is empty. */
  private static String regex(
      List<ImagePattern> patterns, Function<ImagePattern, String> expression) {
    return patterns.isEmpty()
        ? "^$"
        : patterns.stream().map(expression).collect(Collectors.joining("|"));
  }

  private static String prefixes(List<HostPath> paths) {
    return CelBuilder.texts(paths.stream().map(path -> path.value() + "/").toList());
  }

  private static String byPolicy(List<Policy> policies, Function<Policy, String> value) {
    return "variables.protecting.map(i, %s[i])"
        .formatted(CelBuilder.list(policies.stream().map(value).toList()));
  }
}
