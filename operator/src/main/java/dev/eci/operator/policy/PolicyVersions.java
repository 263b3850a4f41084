// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.policy;

import dev.eci.crds.conversion.PolicyParser;
import dev.eci.crds.v1alpha1.EciPolicy;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The policies as last seen, for all controllers of the operator: each version is parsed once, and
 * not once for each policy whose status is written.
 */
public final class PolicyVersions {
  private final PolicyParser parser = new PolicyParser();
  private ParsedPolicies last = new ParsedPolicies(List.of());
  private IdentityHashMap<PolicyParser.Entry, ParsedPolicy> byEntry = new IdentityHashMap<>();

  /** Sorted by name; the same object as in the last call unless a decision may change. */
  public synchronized ParsedPolicies of(Collection<EciPolicy> written) {
    IdentityHashMap<PolicyParser.Entry, ParsedPolicy> now = new IdentityHashMap<>();
    List<EciPolicy> sorted =
        written.stream()
            .sorted(Comparator.comparing(policy -> policy.getMetadata().getName()))
            .toList();
    List<ParsedPolicy> parsed =
        parser
            .parse(sorted)
            .map(entry -> {
              ParsedPolicy before = byEntry.get(entry);
              ParsedPolicy policy =
                  before == null ? new ParsedPolicy(entry.written(), entry.result()) : before;
              now.put(entry, policy);
              return policy;
            })
            .toList();
    boolean isSame = now.size() == byEntry.size() && byEntry.keySet().containsAll(now.keySet());
    if (!isSame) {
      byEntry = now;
      last = new ParsedPolicies(parsed);
    }
    return last;
  }
}
