// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import dev.eci.operator.policy.ParsedPolicies;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** When exemptions end: the fallback admission policy leaves out exemptions that have expired. */
public final class ExemptionExpiry {
  private ExemptionExpiry() {}

  public static Optional<Instant> next(ParsedPolicies policies, Instant now) {
    return policies.snapshot().valid().stream()
        .flatMap(policy -> policy.selection().exemptions().stream())
        .flatMap(exemption -> exemption.expires().stream())
        .filter(now::isBefore)
        .min(Comparator.naturalOrder());
  }
}
