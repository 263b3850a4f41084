package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Lookup;
import dev.eci.policy.docker.LookupResults;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Asks the engine and the node what a decision depends on. */
public interface LookupService {
  /** Completes soon, on any thread, and never exceptionally for want of an answer. */
  CompletionStage<LookupResults> find(Set<Lookup> questions);
}
