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
 * Whether some Enforce policy may ask for the protection of pods in a namespace. What only pods'
 * labels, accounts or images would tell counts as asked for: unprotected containers are rather
 * listed with a reason too many than called exempt wrongly.
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
