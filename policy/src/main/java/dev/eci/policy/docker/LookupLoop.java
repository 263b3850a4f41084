// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.ApiDecision.AuditedViolation;
import dev.eci.policy.docker.ApiDecision.Body;
import dev.eci.policy.docker.Lookup.AllowanceLookup;
import dev.eci.policy.docker.create.ContainerIdRewriter;
import dev.eci.policy.docker.create.CreateRules;
import dev.eci.policy.docker.create.RequestedAccess;
import dev.eci.policy.docker.create.RequiredLookups;
import dev.eci.policy.docker.create.UserHomeRule;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.route.RuleSet;
import dev.eci.policy.hostpath.AllowanceTargets;
import dev.eci.policy.hostpath.DockerHostDefaults;
import dev.eci.policy.message.ApiRequestMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    Set<Lookup> open =
        new LinkedHashSet<>(RequiredLookups.openLookups(requestedAccess, lookupResults));
    open.addAll(
        UserHomeRule.openLookups(
            context.request().caller(),
            context.proxy().engine(),
            requestedAccess,
            lookupResults,
            context.policies().values().stream().allMatch(EffectivePolicy::sharesUserData)));
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
    Optional<ApiDecision> denial = denial(context, lookupResults);
    if (denial.isPresent()) {
      return new Evaluation.Decided(denial.get());
    }
    AllowanceLookup allowances = allowances(context);
    boolean isResolved = lookupResults.results().containsKey(allowances);
    AllowanceTargets targets =
        isResolved ? targets(context, lookupResults.resultOf(allowances)) : AllowanceTargets.NONE;
    Function<EffectivePolicy, List<Violation>> rules =
        policy ->
            Stream.concat(
                    CreateRules.check(
                        requestedAccess, lookupResults, context.proxy(), policy, targets)
                        .stream(),
                    Stream.concat(
                        UserHomeRule.check(
                            context.request().caller(),
                            context.proxy().engine(),
                            requestedAccess,
                            lookupResults,
                            policy,
                            targets)
                            .stream(),
                        Stream.concat(
                            containersOfOthers(context, lookupResults, policy),
                            OwnObjects.check(context, requestedAccess, lookupResults, policy))))
                .toList();
    // most requests need none of the allowed paths' targets
    return !isResolved && isDeniedByPath(context.auditedViolations(rules))
        ? new Evaluation.NeedsLookups(
            Set.of(allowances),
            results ->
                decide(
                    context,
                    body,
                    requestedAccess,
                    merge(lookupResults, Set.of(allowances), results)))
        : context.decide(byId(context, body, lookupResults), rules);
  }

  /** The engine gets the IDs of the containers that were evaluated. */
  private static Body byId(EvaluationContext context, Body body, LookupResults lookupResults) {
    return context.operation().ruleSet() == RuleSet.CREATE
            && body instanceof Body.RewrittenBody(JsonValue value)
        ? new Body.RewrittenBody(ContainerIdRewriter.rewrite(value, lookupResults))
        : body;
  }

  /** Containers whose namespaces or volumes the request shares, or that it links. */
  private static Stream<Violation> containersOfOthers(
      EvaluationContext context, LookupResults lookupResults, EffectivePolicy policy) {
    return lookupResults.results().values().stream()
        .filter(LookupResult.Container.class::isInstance)
        .map(LookupResult.Container.class::cast)
        .flatMap(container -> OwnContainers.check(context, container, policy).stream());
  }

  private static boolean isDeniedByPath(List<AuditedViolation> violations) {
    return violations.stream().anyMatch(found -> found.violation().rule() == RuleId.RES_2);
  }

  private static AllowanceLookup allowances(EvaluationContext context) {
    return new AllowanceLookup(
        Stream.concat(
                DockerHostDefaults.PATHS.entries(),
                permissions(context).flatMap(policy -> policy.hostPaths().entries()))
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static AllowanceTargets targets(EvaluationContext context, LookupResult found) {
    return found instanceof LookupResult.Resolutions(var byPath)
        ? AllowanceTargets.of(
            byPath,
            permissions(context)
                .flatMap(policy -> policy.hostPaths().allowed().stream())
                .collect(Collectors.toUnmodifiableSet()),
            context.proxy().engine().ownDirectories())
        : AllowanceTargets.NONE;
  }

  private static Stream<Policy> permissions(EvaluationContext context) {
    return context.policies().values().stream().flatMap(policy -> policy.permissions().stream());
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
