package dev.eci.webhook.review;

import dev.eci.policy.Mode;
import dev.eci.policy.Violation;
import dev.eci.policy.pod.PodVerdict;
import dev.eci.webhook.review.Answer.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From what was found about the pods of one object to one answer. */
final class Verdicts {
  private static final String AUDIT_KEY = "violations";

  private Verdicts() {}

  static Answer answer(Collection<PodVerdict> verdicts) {
    return new Answer(
        verdicts.stream().anyMatch(PodVerdict::denied) ? Outcome.DENIED : Outcome.ALLOWED,
        texts(verdicts, Mode.ENFORCE).collect(Collectors.joining("\n")),
        texts(verdicts, Mode.WARN).toList(),
        audit(verdicts),
        List.of());
  }

  static Map<String, String> audit(Collection<PodVerdict> verdicts) {
    String all =
        Stream.of(Mode.values())
            .flatMap(mode -> texts(verdicts, mode).map(text -> mode + " " + text))
            .collect(Collectors.joining("\n"));
    return all.isEmpty() ? Map.of() : Map.of(AUDIT_KEY, all);
  }

  private static Stream<String> texts(Collection<PodVerdict> verdicts, Mode mode) {
    return verdicts.stream().flatMap(v -> v.of(mode).stream()).map(Violation::text);
  }
}
