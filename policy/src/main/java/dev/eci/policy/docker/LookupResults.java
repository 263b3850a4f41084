// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import java.util.Map;

/** Results of one request's lookups. A missing result counts as unavailable. */
public record LookupResults(Map<Lookup, LookupResult> results) {
  public static final LookupResults NONE = new LookupResults(Map.of());

  public LookupResults {
    results = Map.copyOf(results);
  }

  public LookupResult resultOf(Lookup lookup) {
    return results.getOrDefault(lookup, new LookupResult.Unavailable("no lookup was made"));
  }
}
