// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.ApiDecision.Body;
import dev.eci.policy.docker.Lookup.ContainerLookup;
import dev.eci.policy.docker.Lookup.ExecLookup;
import dev.eci.policy.docker.create.CreateRules;
import dev.eci.policy.docker.create.RequestedAccess;
import dev.eci.policy.docker.route.RuleSet;
import dev.eci.policy.message.ApiRequestMessages;
import dev.eci.policy.message.CommandMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * SOCK-5: a caller in a container may access protected containers only. With an exec, an attach, a
 * start or files of an older container (ISO-8) it would act outside of any user namespace. Users on
 * the node may access every container: they created it.
 */
final class ContainerAccessRule {
  private ContainerAccessRule() {}

  /** {@code requestedAccess} is evaluated in addition. */
  static Evaluation evaluate(
      EvaluationContext context, Body body, RequestedAccess requestedAccess) {
    if (!context.isInContainer()) {
      return decide(context, body, requestedAccess, Optional.empty());
    }
    String name = context.operation().objectName(context.target());
    return context.operation().ruleSet() == RuleSet.EXEC
        ? lookUp(
            context,
            new ExecLookup(name),
            lookupResult ->
                lookupResult instanceof LookupResult.Exec(String container)
                    ? checkAccess(context, body, requestedAccess, container)
                    : DockerApiAuthorizer.deny(503, ApiRequestMessages.engineNotQueried("")))
        : checkAccess(context, body, requestedAccess, name);
  }

  private static Evaluation checkAccess(
      EvaluationContext context, Body body, RequestedAccess requestedAccess, String name) {
    return lookUp(
        context,
        new ContainerLookup(name),
        lookupResult ->
            lookupResult instanceof LookupResult.Container container
                ? decide(context, body, requestedAccess, Optional.of(container))
                : DockerApiAuthorizer.deny(503, ApiRequestMessages.engineNotQueried("")));
  }

  /** The evaluation of a lookup's result. */
  @FunctionalInterface
  private interface ResultEvaluator {
    Evaluation evaluate(LookupResult lookupResult);
  }

  private static Evaluation lookUp(
      EvaluationContext context, Lookup lookup, ResultEvaluator resultEvaluator) {
    return new Evaluation.NeedsLookups(
        Set.of(lookup),
        results -> {
          LookupResults lookupResults =
              LookupLoop.merge(LookupResults.NONE, Set.of(lookup), results);
          return LookupLoop.denial(context, lookupResults)
              .<Evaluation>map(Evaluation.Decided::new)
              .orElseGet(() -> resultEvaluator.evaluate(lookupResults.resultOf(lookup)));
        });
  }

  private static Evaluation decide(
      EvaluationContext context,
      Body body,
      RequestedAccess requestedAccess,
      Optional<LookupResult.Container> container) {
    return context.decide(
        body,
        policy -> {
          List<Violation> found =
              new ArrayList<>(
                  CreateRules.check(requestedAccess, LookupResults.NONE, context.proxy(), policy));
          container
              .filter(c -> !ProtectedContainers.isProtected(c, context.proxy()))
              .ifPresent(c -> found.add(unprotected(context, c, policy)));
          return found;
        });
  }

  private static Violation unprotected(
      EvaluationContext context, LookupResult.Container container, EffectivePolicy policy) {
    return new Violation(
        RuleId.SOCK_5,
        policy.policyName(),
        context.operation().toString(),
        CommandMessages.unprotectedContainer(container.id()));
  }
}
