package dev.eci.operator.desired;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.v1alpha1.EciPolicy;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** When exemptions end, and with them what was written down of policies. */
public final class ExemptionExpiry {
  private ExemptionExpiry() {}

  public static Optional<Instant> next(Collection<EciPolicy> written, Instant now) {
    return PolicySnapshot.of(written).valid().stream()
        .flatMap(policy -> policy.selection().exemptions().stream())
        .flatMap(exemption -> exemption.expires().stream())
        .filter(now::isBefore)
        .min(Comparator.naturalOrder());
  }
}
