// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.selector.Exemption;
import dev.eci.support.policy.PolicyView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whether an Enforce policy might require protection for pods in a namespace. It does not know the
 * labels, accounts or images of pods, and assumes that they match: an unprotected container that is
 * listed needlessly is better than one that is wrongly called exempt.
 */
public record ProtectionCoverage(PolicyView cluster, InstantSource clock)
    implements Predicate<String> {
  @Override
  public boolean test(String namespace) {
    Optional<Map<String, String>> labels = cluster.namespaceLabels(namespace);
    Instant now = clock.instant();
    return !cluster.isReady()
        || labels.isEmpty()
        || cluster.policies().invalidFor(labels.get()).isPresent()
        || cluster.policies().valid().stream()
            .anyMatch(policy -> requiresProtection(policy, namespace, labels.get(), now));
  }

  private static boolean requiresProtection(
      Policy policy, String namespace, Map<String, String> labels, Instant now) {
    return policy.mode() == EnforcementMode.ENFORCE
        && policy.mightSelectNamespace(labels)
        && policy.selection().exemptions().stream()
            .noneMatch(e -> isWholeNamespaceExempt(namespace, e, now));
  }

  private static boolean isWholeNamespaceExempt(
      String namespace, Exemption exemption, Instant now) {
    return exemption.namespaces().contains(namespace)
        && exemption.serviceAccounts().isEmpty()
        && exemption.images().isEmpty()
        && exemption.expires().map(now::isBefore).orElse(true);
  }
}
