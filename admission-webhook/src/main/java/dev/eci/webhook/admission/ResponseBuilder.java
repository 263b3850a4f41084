// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.PodVerdict;
import dev.eci.webhook.admission.ReviewResponse.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Combines the verdicts on the pods of one object into one response. */
final class ResponseBuilder {
  private static final String AUDIT_KEY = "violations";

  private ResponseBuilder() {}

  static ReviewResponse respond(Collection<PodVerdict> verdicts) {
    return new ReviewResponse(
        verdicts.stream().anyMatch(PodVerdict::isDenied) ? Outcome.DENIED : Outcome.ALLOWED,
        messages(verdicts, EnforcementMode.ENFORCE).collect(Collectors.joining("\n")),
        messages(verdicts, EnforcementMode.WARN).toList(),
        audit(verdicts),
        List.of());
  }

  static Map<String, String> audit(Collection<PodVerdict> verdicts) {
    String all =
        Stream.of(EnforcementMode.values())
            .flatMap(mode -> messages(verdicts, mode).map(message -> mode + " " + message))
            .collect(Collectors.joining("\n"));
    return all.isEmpty() ? Map.of() : Map.of(AUDIT_KEY, all);
  }

  private static Stream<String> messages(Collection<PodVerdict> verdicts, EnforcementMode mode) {
    return verdicts.stream().flatMap(v -> v.violationsOf(mode).stream()).map(Violation::format);
  }
}
