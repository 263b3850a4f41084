// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import dev.eci.policy.message.Messages;
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

  /**
   * Combines them.
   *
   * @param dryRun whether nothing is looked up because of this review, so that waiting is in vain
   */
  static ReviewResponse respond(Collection<PodVerdict> verdicts, boolean dryRun) {
    return new ReviewResponse(
        outcome(verdicts, dryRun),
        messages(verdicts, EnforcementMode.ENFORCE).collect(Collectors.joining("\n")),
        messages(verdicts, EnforcementMode.WARN).map(Messages::ofWarnMode).distinct().toList(),
        audit(verdicts),
        List.of());
  }

  private static Outcome outcome(Collection<PodVerdict> verdicts, boolean dryRun) {
    List<Violation> enforced =
        verdicts.stream().flatMap(v -> v.violationsOf(EnforcementMode.ENFORCE).stream()).toList();
    if (enforced.isEmpty()) {
      return Outcome.ALLOWED;
    }
    return !dryRun && enforced.stream().allMatch(Violation::isTransient)
        ? Outcome.TRY_AGAIN
        : Outcome.DENIED;
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
