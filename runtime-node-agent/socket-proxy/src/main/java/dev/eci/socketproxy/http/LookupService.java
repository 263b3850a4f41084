// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Lookup;
import dev.eci.policy.docker.LookupResults;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Performs the lookups at the engine and on the host that a decision depends on. */
public interface LookupService {
  /** Completes soon, on any thread. A lookup without a result does not make it fail. */
  CompletionStage<LookupResults> find(Set<Lookup> lookups);
}
