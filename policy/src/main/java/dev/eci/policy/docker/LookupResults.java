package dev.eci.policy.docker;

import java.util.Map;

/** Answers to the questions of one request. What was not answered counts as not available. */
public record LookupResults(Map<Lookup, LookupResult> results) {
  public static final LookupResults NONE = new LookupResults(Map.of());

  public LookupResults {
    results = Map.copyOf(results);
  }

  public LookupResult resultOf(Lookup lookup) {
    return results.getOrDefault(lookup, new LookupResult.Unavailable("nobody asked"));
  }
}
