// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import dev.eci.crds.v1alpha1.EciFallbackParametersSpec.ExemptedPods;
import dev.eci.crds.v1alpha1.EciFallbackParametersSpec.LabelRequirement;
import dev.eci.crds.v1alpha1.EciFallbackParametersSpec.SelectionGroup;
import dev.eci.policy.model.Policy;
import dev.eci.policy.selector.Exemption;
import dev.eci.policy.selector.Requirement;
import dev.eci.policy.selector.Selector;
import dev.eci.policy.selector.SystemPods;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which pods the policies of a group select, as data, and indexes for the lookup of a pod. */
final class SelectionGroups {
  private SelectionGroups() {}

  /** Policies with an equal key select the same pods. */
  record Key(
      Selector namespaces,
      Selector pods,
      boolean exemptsSystemPods,
      Set<ExemptedPods> exemptions,
      boolean locked) {}

  static Key key(Policy policy, Instant now) {
    return new Key(
        policy.selection().namespaces(),
        policy.selection().pods(),
        exemptsSystemPods(policy),
        new HashSet<>(exemptions(policy, now)),
        policy.locked());
  }

  /** {@code members} are in the order of their names and have the same key. */
  static SelectionGroup of(List<Policy> members, Instant now) {
    Policy first = members.getFirst();
    List<ExemptedPods> exemptions = exemptions(first, now);
    return new SelectionGroup(
        first.name(),
        first.runtime().className(),
        requirements(first.selection().namespaces()),
        requirements(first.selection().pods()),
        exemptsSystemPods(first),
        exemptions,
        index(exemptions),
        FallbackParameters.flags(members.stream().map(p -> p.runtime().className())),
        FallbackParameters.flags(
            members.stream().flatMap(p -> p.runtime().isolatedClasses().stream())),
        members.stream().anyMatch(p -> p.runtime().allowsUnmappedVolumes()),
        first.locked());
  }

  static Map<String, List<String>> byNamespaceLabel(Map<String, SelectionGroup> groups) {
    Map<String, List<String>> found = new TreeMap<>();
    groups.forEach((id, group) ->
        label(group)
            .ifPresent(label ->
                label
                    .values()
                    .keySet()
                    .forEach(value ->
                        found
                            .computeIfAbsent(label.key() + "=" + value, any -> new ArrayList<>())
                            .add(id))));
    return found;
  }

  static List<String> others(Map<String, SelectionGroup> groups) {
    return groups.entrySet().stream()
        .filter(group -> label(group.getValue()).isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A label that each selected namespace has. */
  private static Optional<LabelRequirement> label(SelectionGroup group) {
    return group.namespaces().stream()
        .filter(required -> !required.excludes() && !required.allowsAbsence())
        .findFirst();
  }

  private static List<LabelRequirement> requirements(Selector selector) {
    return Stream.concat(
            new TreeMap<>(selector.matchLabels())
                .entrySet().stream()
                    .map(label ->
                        new Requirement(
                            label.getKey(), Requirement.Operator.IN, List.of(label.getValue()))),
            selector.matchExpressions().stream())
        .map(SelectionGroups::requirement)
        .toList();
  }

  private static LabelRequirement requirement(Requirement required) {
    Map<String, Boolean> values = FallbackParameters.flags(required.values().stream());
    return switch (required.operator()) {
      case IN -> new LabelRequirement(required.key(), values, false, false);
      case NOT_IN -> new LabelRequirement(required.key(), values, true, true);
      case EXISTS -> new LabelRequirement(required.key(), values, true, false);
      case DOES_NOT_EXIST -> new LabelRequirement(required.key(), values, false, true);
    };
  }

  private static boolean exemptsSystemPods(Policy policy) {
    return policy.selection().exemptions().containsAll(SystemPods.EXEMPTIONS);
  }

  private static List<ExemptedPods> exemptions(Policy policy, Instant now) {
    boolean exemptsSystemPods = exemptsSystemPods(policy);
    return policy.selection().exemptions().stream()
        .filter(e -> !exemptsSystemPods || !SystemPods.EXEMPTIONS.contains(e))
        // CEL has no clock: the operator writes the parameters again when an exemption ends
        .filter(e -> e.expires().map(now::isBefore).orElse(true))
        .map(SelectionGroups::exempted)
        .distinct()
        .toList();
  }

  private static ExemptedPods exempted(Exemption exemption) {
    return new ExemptedPods(
        set(exemption.namespaces().stream()),
        set(exemption.serviceAccounts().stream()),
        set(exemption.images().stream().map(ImageKeys::exactly)));
  }

  private static @Nullable Map<String, Boolean> set(Stream<String> values) {
    Map<String, Boolean> flags = FallbackParameters.flags(values);
    return flags.isEmpty() ? null : flags;
  }

  /** By a property that each pod of the exemption has, so that a pod is compared with few. */
  private static Map<String, List<Integer>> index(List<ExemptedPods> exemptions) {
    Map<String, List<Integer>> index = new TreeMap<>();
    for (int i = 0; i < exemptions.size(); i++) {
      for (String key : keys(exemptions.get(i)).collect(Collectors.toSet())) {
        index.computeIfAbsent(key, any -> new ArrayList<>()).add(i);
      }
    }
    return index;
  }

  private static Stream<String> keys(ExemptedPods exempted) {
    if (exempted.namespaces() != null) {
      return exempted.namespaces().keySet().stream().map("namespace:"::concat);
    }
    if (exempted.serviceAccounts() != null) {
      return exempted.serviceAccounts().keySet().stream().map("account:"::concat);
    }
    return exempted.images() == null
        ? Stream.of()
        : exempted.images().keySet().stream().map("image:"::concat);
  }
}
