// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import dev.eci.crds.conversion.PolicyReader.Result;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.policy.imagetrust.VerificationResults;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The enabled policies of the cluster at one moment.
 *
 * @param invalid those that could not be read; they exist only if they were stored while the
 *     webhook was not registered
 */
public record PolicySnapshot(List<Policy> valid, List<Result.Invalid> invalid) {
  public static final PolicySnapshot NONE = new PolicySnapshot(List.of(), List.of());

  public PolicySnapshot {
    valid = List.copyOf(valid);
    invalid = List.copyOf(invalid);
  }

  /** Reads all of them; disabled policies are ignored. */
  public static PolicySnapshot of(Collection<EciPolicy> written) {
    return of(written.stream().map(PolicyReader::read));
  }

  /** The enabled ones of these. */
  public static PolicySnapshot of(Stream<Result> results) {
    List<Policy> valid = new ArrayList<>();
    List<Result.Invalid> invalid = new ArrayList<>();
    results.forEach(result -> {
      if (result instanceof Result.Valid read && read.enabled()) {
        valid.add(read.policy());
      } else if (result instanceof Result.Invalid read && read.enabled()) {
        invalid.add(read);
      }
    });
    return new PolicySnapshot(valid, invalid);
  }

  /** The same policies with the current verification results. */
  public PolicySnapshot withVerifications(VerificationResults results) {
    return new PolicySnapshot(
        valid.stream().map(policy -> policy.withVerifications(results)).toList(), invalid);
  }

  /** Whether two versions of one policy lead to the same decisions. */
  public static boolean isSameForDecisions(EciPolicy one, EciPolicy other) {
    return Objects.equals(one.getMetadata().getGeneration(), other.getMetadata().getGeneration())
        && ResolvedReader.read(one.getStatus()).equals(ResolvedReader.read(other.getStatus()));
  }

  /**
   * An enforcing policy that could not be read and that selects the namespace. Its restrictions are
   * unknown, so no pod may start there until the policy is fixed.
   */
  public Optional<Result.Invalid> invalidFor(Map<String, String> namespaceLabels) {
    return invalid.stream()
        .filter(p -> p.mode() == EnforcementMode.ENFORCE && p.namespaces().matches(namespaceLabels))
        .findFirst();
  }
}
