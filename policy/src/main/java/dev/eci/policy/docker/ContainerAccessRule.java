// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.ApiDecision.AuditedViolation;
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
 * start or files of an older container (ISO-8) it would act outside of any user namespace. A pod
 * may access only what its own namespace created. Users on the node may access every container:
 * they created it.
 *
 * <p>The engine gets the ID of the container that was evaluated. Between the lookup and the request
 * another container may get its name.
 */
final class ContainerAccessRule {
  private ContainerAccessRule() {}

  /** {@code requestedAccess} is evaluated in addition. */
  static Evaluation evaluate(
      EvaluationContext context, Body body, RequestedAccess requestedAccess) {
    RuleSet ruleSet = context.operation().ruleSet();
    boolean isFromOutside = ruleSet == RuleSet.OWN || ruleSet == RuleSet.OWNEXEC;
    if (!context.isInContainer() || (isFromOutside && !OwnContainers.decide(context))) {
      return decide(context, body, requestedAccess, Optional.empty());
    }
    String name = context.operation().containerName(context.target());
    return ruleSet == RuleSet.EXEC || ruleSet == RuleSet.OWNEXEC
        ? lookUp(
            context,
            new ExecLookup(context.operation().objectName(context.target())),
            lookupResult ->
                lookupResult instanceof LookupResult.Exec(String container)
                    ? checkAccess(context, body, requestedAccess, container)
                    : DockerApiAuthorizer.deny(503, ApiRequestMessages.engineNotQueried("")))
        : checkAccess(context, body, requestedAccess, name);
  }

  /** How the evaluation goes on; with the ID of the container if that was evaluated. */
  @FunctionalInterface
  interface Next {
    Evaluation evaluate(EvaluationContext context, Optional<String> container);
  }

  /** Evaluates access to a container from outside, where containers decide, and goes on. */
  static Evaluation evaluateOwn(EvaluationContext context, String name, Next next) {
    if (!OwnContainers.decide(context)) {
      return next.evaluate(context, Optional.empty());
    }
    return lookUp(
        context,
        new ContainerLookup(name),
        lookupResult -> {
          if (!(lookupResult instanceof LookupResult.Container container)) {
            return DockerApiAuthorizer.deny(503, ApiRequestMessages.engineNotQueried(""));
          }
          List<AuditedViolation> found = new ArrayList<>(context.earlierViolations());
          found.addAll(context.auditedViolations(policy -> violations(context, container, policy)));
          return EvaluationContext.denial(found)
              .<Evaluation>map(Evaluation.Decided::new)
              .orElseGet(() ->
                  next.evaluate(context.withEarlierViolations(found), Optional.of(container.id())));
        });
  }

  private static List<Violation> violations(
      EvaluationContext context, LookupResult.Container container, EffectivePolicy policy) {
    List<Violation> found = new ArrayList<>();
    if (!ProtectedContainers.isProtected(container, context.proxy())) {
      found.add(unprotected(context, container, policy));
    }
    OwnContainers.check(context, container, policy).ifPresent(found::add);
    return found;
  }

  private static Evaluation checkAccess(
      EvaluationContext context, Body body, RequestedAccess requestedAccess, String name) {
    return lookUp(
        context,
        new ContainerLookup(name),
        lookupResult ->
            lookupResult instanceof LookupResult.Container container
                ? decide(byId(context, container), body, requestedAccess, Optional.of(container))
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

  private static EvaluationContext byId(
      EvaluationContext context, LookupResult.Container container) {
    return switch (context.operation().ruleSet()) {
      // the ID of the instance cannot be given to another one either
      case EXEC, OWNEXEC -> context;
      default ->
          context.withTarget(context.operation().withContainer(context.target(), container.id()));
    };
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
          container.ifPresent(c -> found.addAll(violations(context, c, policy)));
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
