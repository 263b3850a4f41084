package dev.eci.agent.proxy;

import dev.eci.policy.docker.Facts;
import dev.eci.policy.docker.Question;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Asks the engine and the node what a decision depends on. */
public interface FactFinder {
  /** Completes soon, on any thread, and never exceptionally for want of an answer. */
  CompletionStage<Facts> find(Set<Question> questions);
}
