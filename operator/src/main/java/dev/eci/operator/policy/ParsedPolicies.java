// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.policy;

import dev.eci.crds.conversion.PolicyReader.Result;
import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.v1alpha1.EciPolicy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All policies of the cluster at one moment. One reconciliation parses each policy once. */
public record ParsedPolicies(List<ParsedPolicy> all) {
  public ParsedPolicies {
    all = List.copyOf(all);
  }

  public static ParsedPolicies of(Collection<EciPolicy> written) {
    return new ParsedPolicies(written.stream().map(ParsedPolicy::of).toList());
  }

  /** The policies that are not being deleted. */
  public ParsedPolicies notDeleting() {
    return new ParsedPolicies(all.stream().filter(policy -> !policy.isDeleting()).toList());
  }

  /** The enabled policies, valid and invalid, for decisions about pods. */
  public PolicySnapshot snapshot() {
    return new PolicySnapshot(
        enabled().flatMap(policy -> policy.valid().stream()).toList(),
        enabled()
            .map(ParsedPolicy::result)
            .filter(Result.Invalid.class::isInstance)
            .map(Result.Invalid.class::cast)
            .toList());
  }

  public Stream<ParsedPolicy> enabled() {
    return all.stream().filter(ParsedPolicy::isEnabled);
  }

  /** The generation of each policy, by UID: which versions a reconciliation took into account. */
  public Map<String, Long> generations() {
    return all.stream()
        .map(policy -> policy.written().getMetadata())
        .collect(Collectors.toMap(metadata -> metadata.getUid(), m -> m.getGeneration()));
  }
}
