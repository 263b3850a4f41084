// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.ApiDecision.Body;
import dev.eci.policy.docker.create.CreateRules;
import dev.eci.policy.docker.create.RequestedAccess;
import dev.eci.policy.docker.create.RequiredLookups;
import dev.eci.policy.docker.route.RuleSet;
import dev.eci.policy.message.ApiRequestMessages;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Requests lookups until none is open, and then decides. */
final class LookupLoop {
  /**
   * Containers and networks that one request may name. Each costs a request to the engine; volumes
   * come in one list, and paths are resolved on the node.
   */
  static final int MAX_OBJECTS = 200;

  private LookupLoop() {}

  static Evaluation decide(EvaluationContext context, Body body, RequestedAccess requestedAccess) {
    return decide(context, body, requestedAccess, LookupResults.NONE);
  }

  private static Evaluation decide(
      EvaluationContext context,
      Body body,
      RequestedAccess requestedAccess,
      LookupResults lookupResults) {
    Set<Lookup> open = RequiredLookups.openLookups(requestedAccess, lookupResults);
    if (objects(open) > MAX_OBJECTS) {
      return DockerApiAuthorizer.deny(
          400,
          ApiRequestMessages.malformed(
              "the body names more than %d containers and networks".formatted(MAX_OBJECTS)));
    }
    if (!open.isEmpty()) {
      return new Evaluation.NeedsLookups(
          open,
          results -> decide(context, body, requestedAccess, merge(lookupResults, open, results)));
    }
    return denial(context, lookupResults)
        .<Evaluation>map(Evaluation.Decided::new)
        .orElseGet(() ->
            context.decide(
                body,
                policy ->
                    CreateRules.check(requestedAccess, lookupResults, context.proxy(), policy)));
  }

  private static long objects(Set<Lookup> open) {
    return open.stream()
        .filter(lookup ->
            lookup instanceof Lookup.ContainerLookup || lookup instanceof Lookup.NetworkLookup)
        .count();
  }

  /** A lookup without a result is not requested again. */
  static LookupResults merge(LookupResults lookupResults, Set<Lookup> open, LookupResults results) {
    Map<Lookup, LookupResult> all = new HashMap<>(lookupResults.results());
    open.forEach(lookup -> all.put(lookup, results.resultOf(lookup)));
    return new LookupResults(all);
  }

  /**
   * A failed lookup is not guessed: the request is denied. An object that is missing now may exist
   * when the request arrives at the engine, so the proxy responds itself. A service's image is
   * exempt, because it is pulled later, on the node where it runs.
   */
  static Optional<ApiDecision> denial(EvaluationContext context, LookupResults lookupResults) {
    for (Map.Entry<Lookup, LookupResult> fact : lookupResults.results().entrySet()) {
      if (fact.getValue() instanceof LookupResult.Unavailable(String why)) {
        return Optional.of(
            ApiDecision.Deny.of(
                503,
                fact.getKey() instanceof Lookup.PathLookup
                    ? ApiRequestMessages.linksNotResolved(why)
                    : ApiRequestMessages.engineNotQueried(why)));
      }
      if (fact.getValue() instanceof LookupResult.Absent) {
        switch (fact.getKey()) {
          case Lookup.ContainerLookup(String name) -> {
            return Optional.of(ApiDecision.Deny.of(404, "No such container: " + name));
          }
          case Lookup.ImageLookup(String name)
              when context.operation().ruleSet() != RuleSet.SERVICE -> {
            return Optional.of(ApiDecision.Deny.of(404, "No such image: " + name));
          }
          case Lookup.ExecLookup(String id) -> {
            return Optional.of(ApiDecision.Deny.of(404, "No such exec instance: " + id));
          }
          case Lookup.PathLookup ignored -> {
            return Optional.of(ApiDecision.Deny.of(503, ApiRequestMessages.linksNotResolved("")));
          }
          default -> {}
        }
      }
    }
    return Optional.empty();
  }
}
