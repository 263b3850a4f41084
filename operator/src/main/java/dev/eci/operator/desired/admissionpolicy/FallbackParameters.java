// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import dev.eci.crds.v1alpha1.EciFallbackParametersSpec;
import dev.eci.crds.v1alpha1.EciFallbackParametersSpec.SelectionGroup;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.model.Policy;
import dev.eci.policy.selector.SystemPods;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The policies in mode Enforce as the data that the fallback admission policy looks up. Its
 * expressions never change with a policy: the API server reads this object from its cache, while a
 * new expression is compiled once a second at most.
 */
final class FallbackParameters {
  private FallbackParameters() {}

  /** Parameters of {@code policies}, which are in the order of their names. */
  static EciFallbackParametersSpec of(List<Policy> policies, Instant now) {
    Map<String, List<Policy>> grouped = grouped(policies, now);
    Map<String, SelectionGroup> groups = new LinkedHashMap<>();
    grouped.forEach((id, members) -> groups.put(id, SelectionGroups.of(members, now)));
    Map<String, Map<String, Boolean>> allowed = paths(grouped, p -> p.hostPaths().allowed());
    Map<String, Map<String, Boolean>> readOnly =
        paths(grouped, p -> p.hostPaths().readOnlyAllowed());
    Set<String> paths =
        Stream.concat(allowed.keySet().stream(), readOnly.keySet().stream())
            .collect(Collectors.toSet());
    return new EciFallbackParametersSpec(
        groups,
        SelectionGroups.byNamespaceLabel(groups),
        SelectionGroups.others(groups),
        commonClasses(groups.values().stream().map(SelectionGroup::classes).toList()),
        flags(
            SystemPods.EXEMPTIONS.stream()
                .flatMap(exemption -> exemption.serviceAccounts().stream())),
        byKey(
            grouped,
            policy ->
                policy.dockerSocket().images().list().patterns().stream()
                    .flatMap(ImageKeys::withAnyDigest)),
        allowed,
        readOnly,
        byKey(grouped, policy -> policy.volumes().types().stream()),
        paths.stream().map(FallbackParameters::depth).distinct().sorted().toList(),
        paths.stream().mapToInt(String::length).max().orElse(0));
  }

  /** Values of a set as keys of a map, in order. */
  static Map<String, Boolean> flags(Stream<String> keys) {
    return keys.collect(Collectors.toMap(key -> key, key -> true, (a, b) -> a, TreeMap::new));
  }

  /** Policies that select the same pods, by the number of the group. */
  private static Map<String, List<Policy>> grouped(List<Policy> policies, Instant now) {
    Map<SelectionGroups.Key, List<Policy>> bySelection = new LinkedHashMap<>();
    for (Policy policy : policies) {
      bySelection
          .computeIfAbsent(SelectionGroups.key(policy, now), key -> new ArrayList<>())
          .add(policy);
    }
    Map<String, List<Policy>> grouped = new LinkedHashMap<>();
    bySelection.values().forEach(group -> grouped.put("%05d".formatted(grouped.size()), group));
    return grouped;
  }

  private static Map<String, Map<String, Boolean>> paths(
      Map<String, List<Policy>> grouped, Function<Policy, List<HostPath>> paths) {
    return byKey(grouped, policy -> paths.apply(policy).stream().map(path -> path.value() + "/"));
  }

  private static int depth(String path) {
    return (int) path.chars().filter(c -> c == '/').count() - 1;
  }

  private static Map<String, Map<String, Boolean>> byKey(
      Map<String, List<Policy>> grouped, Function<Policy, Stream<String>> keys) {
    Map<String, Map<String, Boolean>> all = new TreeMap<>();
    grouped.forEach((id, members) ->
        members.stream()
            .flatMap(keys)
            .forEach(key -> all.computeIfAbsent(key, any -> new TreeMap<>()).put(id, true)));
    return all;
  }

  private static Map<String, Boolean> commonClasses(List<Map<String, Boolean>> classes) {
    Set<String> common = new TreeSet<>();
    if (!classes.isEmpty()) {
      common.addAll(classes.getFirst().keySet());
      classes.forEach(each -> common.retainAll(each.keySet()));
    }
    return flags(common.stream());
  }
}
