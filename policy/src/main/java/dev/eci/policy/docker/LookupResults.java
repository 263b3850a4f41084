package dev.eci.policy.docker;

import java.util.Map;

/** Answers to the questions of one request. What was not answered counts as not available. */
public record LookupResults(Map<Lookup, LookupResult> answers) {
  public static final LookupResults NONE = new LookupResults(Map.of());

  public LookupResults {
    answers = Map.copyOf(answers);
  }

  public LookupResult of(Lookup lookup) {
    return answers.getOrDefault(lookup, new LookupResult.Unavailable("nobody asked"));
  }
}
