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

/** From what was found about the pods of one object to one answer. */
final class ResponseBuilder {
  private static final String AUDIT_KEY = "violations";

  private ResponseBuilder() {}

  static ReviewResponse answer(Collection<PodVerdict> verdicts) {
    return new ReviewResponse(
        verdicts.stream().anyMatch(PodVerdict::isDenied) ? Outcome.DENIED : Outcome.ALLOWED,
        texts(verdicts, EnforcementMode.ENFORCE).collect(Collectors.joining("\n")),
        texts(verdicts, EnforcementMode.WARN).toList(),
        audit(verdicts),
        List.of());
  }

  static Map<String, String> audit(Collection<PodVerdict> verdicts) {
    String all =
        Stream.of(EnforcementMode.values())
            .flatMap(enforcementMode ->
                texts(verdicts, enforcementMode).map(text -> enforcementMode + " " + text))
            .collect(Collectors.joining("\n"));
    return all.isEmpty() ? Map.of() : Map.of(AUDIT_KEY, all);
  }

  private static Stream<String> texts(
      Collection<PodVerdict> verdicts, EnforcementMode enforcementMode) {
    return verdicts.stream()
        .flatMap(v -> v.violationsOf(enforcementMode).stream())
        .map(Violation::format);
  }
}
