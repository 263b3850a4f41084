// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.lock;

import dev.eci.operator.WellKnownNames;
import dev.eci.operator.desired.InstallationContext;
import dev.eci.operator.desired.admissionpolicy.CelBuilder;
import dev.eci.operator.desired.admissionpolicy.SelectorCel;
import dev.eci.operator.desired.lock.LockPolicies.Lock;
import dev.eci.policy.model.Policy;
import dev.eci.policy.selector.Selector;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What locked policies protect stays protected: only admins may take a namespace out of their
 * selectors by its labels, create one that their selectors leave out by a label, create one whose
 * pods they exempt, or relabel a pod that they select.
 */
final class LockedSelections {
  private static final String LABELS = "(has(%1$s.metadata.labels) ? %1$s.metadata.labels : {})";
  private static final String NAMESPACE_LABELS =
      "(has(namespaceObject.metadata.labels) ? namespaceObject.metadata.labels : {})";

  private LockedSelections() {}

  static Lock namespaces(List<Policy> locked, InstallationContext installationContext) {
    return new Lock(
        WellKnownNames.LOCKED_SELECTIONS,
        List.of(
            LockPolicies.rule(
                "",
                List.of("CREATE", "UPDATE"),
                "Cluster",
                "namespaces",
                "namespaces/status",
                "namespaces/finalize")),
        false,
        "oldObject == null ? (%s) : (%s)"
            .formatted(
                CelBuilder.allOf(
                    Stream.concat(Stream.of(isNotExempt(locked)), created(locked)).toList()),
                CelBuilder.allOf(
                    selecting(locked)
                        .map(policy -> stays(policy.selection().namespaces()))
                        .toList())),
        LockPolicies.loosening(locked.getFirst().name(), installationContext));
  }

  static Lock pods(List<Policy> locked, InstallationContext installationContext) {
    return new Lock(
        WellKnownNames.LOCKED_POD_LABELS,
        List.of(LockPolicies.rule("", List.of("UPDATE"), "Namespaced", "pods", "pods/status")),
        false,
        "%s == %s || (%s)"
            .formatted(
                LABELS.formatted("object"),
                LABELS.formatted("oldObject"),
                CelBuilder.allOf(
                    locked.stream()
                        .filter(policy -> !isEverything(policy.selection().pods()))
                        .map(policy ->
                            "!(%s) || (%s)"
                                .formatted(
                                    SelectorCel.matches(
                                        policy.selection().namespaces(), NAMESPACE_LABELS),
                                    stays(policy.selection().pods())))
                        .toList())),
        LockPolicies.loosening(locked.getFirst().name(), installationContext));
  }

  static boolean hasPodSelector(List<Policy> locked) {
    return locked.stream().anyMatch(policy -> !isEverything(policy.selection().pods()));
  }

  private static boolean isEverything(Selector selector) {
    return selector.equals(Selector.EVERYTHING);
  }

  private static Stream<Policy> selecting(List<Policy> locked) {
    return locked.stream().filter(policy -> !isEverything(policy.selection().namespaces()));
  }

  private static String stays(Selector selector) {
    return "!(%s) || (%s)"
        .formatted(
            SelectorCel.matches(selector, LABELS.formatted("oldObject")),
            SelectorCel.matches(selector, LABELS.formatted("object")));
  }

  /** A selector that selects a namespace without labels: a label can only take one out. */
  private static Stream<String> created(List<Policy> locked) {
    return selecting(locked)
        .map(policy -> policy.selection().namespaces())
        .filter(selector -> selector.matches(Map.of()))
        .map(selector -> SelectorCel.matches(selector, LABELS.formatted("object")));
  }

  /** Who creates a namespace creates its service accounts, too. */
  private static String isNotExempt(List<Policy> locked) {
    return "!has(object.metadata.name) || !(object.metadata.name in %s)"
        .formatted(
            CelBuilder.texts(
                locked.stream()
                    .flatMap(policy -> policy.selection().exemptions().stream())
                    .flatMap(exemption ->
                        Stream.concat(
                            exemption.namespaces().stream(),
                            exemption.serviceAccounts().stream()
                                .map(account -> account.substring(0, account.indexOf('/')))))
                    .collect(java.util.stream.Collectors.toCollection(TreeSet::new))));
  }
}
