// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.ApiDecision.Body;
import dev.eci.policy.docker.create.BuildRequestReader;
import dev.eci.policy.docker.create.ContainerCreateReader;
import dev.eci.policy.docker.create.MalformedBodyException;
import dev.eci.policy.docker.create.RequestedAccess;
import dev.eci.policy.docker.create.ServiceSpecReader;
import dev.eci.policy.docker.create.SimpleBodyReaders;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.route.BodyHandling;
import dev.eci.policy.message.CommandMessages;
import dev.eci.policy.message.NamespaceMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.List;

/** Chooses the evaluation of an operation by its {@link dev.eci.policy.docker.route.RuleSet}. */
final class OperationEvaluators {
  private OperationEvaluators() {}

  static Evaluation evaluate(EvaluationContext it) {
    return it.operation().body() == BodyHandling.INSPECT
        ? BodyEvaluation.requireBody(it, body -> withBody(it, body))
        : evaluateBody(it, DockerApiAuthorizer.uninspectedBody(it.operation()));
  }

  private static Evaluation withBody(EvaluationContext it, JsonValue body)
      throws MalformedBodyException {
    Body same = new Body.RewrittenBody(body);
    return switch (it.operation().ruleSet()) {
      case CREATE ->
          create(
              it,
              it.proxy().engine().isOnKubernetesNode() ? KubernetesNodeRules.body(body, it) : body);
      case SERVICE -> LookupLoop.decide(it, same, ServiceSpecReader.read(body));
      case SOLVE ->
          LookupLoop.decide(it, same, BuildRequestReader.solve(body, it.proxy().builds()));
      case UPDATE -> LookupLoop.decide(it, same, SimpleBodyReaders.update(body));
      case VOLUME -> LookupLoop.decide(it, same, SimpleBodyReaders.volume(body));
      case NETWORK -> LookupLoop.decide(it, same, SimpleBodyReaders.network(body));
      case CHECKPOINT ->
          ContainerAccessRule.evaluate(
              it, same, checkpoint(it, SimpleBodyReaders.checkpoint(body)));
      default -> throw new IllegalStateException("no reader for the body of " + it.operation());
    };
  }

  private static Evaluation create(EvaluationContext it, JsonValue body)
      throws MalformedBodyException {
    RequestedAccess requestedAccess = ContainerCreateReader.read(body, it.proxy().runtime());
    String forced = it.policies().containsKey(EnforcementMode.ENFORCE) ? it.proxy().runtime() : "";
    return LookupLoop.decide(
        it,
        new Body.RewrittenBody(ContainerCreateReader.withRuntime(body, forced)),
        requestedAccess);
  }

  private static Evaluation evaluateBody(EvaluationContext it, Body body) {
    return switch (it.operation().ruleSet()) {
      case NOTHING -> it.decide(body, policy -> List.of());
      case INTO, EXEC -> ContainerAccessRule.evaluate(it, body, new RequestedAccess());
      case CHECKPOINT ->
          ContainerAccessRule.evaluate(it, body, checkpoint(it, new RequestedAccess()));
      case BUILD ->
          LookupLoop.decide(
              it, body, BuildRequestReader.read(it.target().query(), it.proxy().builds()));
      case CONNECT -> it.decide(body, policy -> connect(it, policy));
      case PLUGIN -> it.decide(body, policy -> plugin(it, policy));
      case NODE -> it.decide(body, policy -> node(it, policy));
      default -> throw new IllegalStateException(it.operation() + " needs a body");
    };
  }

  /** {@code docker start --checkpoint-dir} and similar options. */
  private static RequestedAccess checkpoint(EvaluationContext it, RequestedAccess requestedAccess) {
    for (String name : List.of("checkpoint-dir", "dir")) {
      it.target()
          .query()
          .all(name)
          .forEach(
              directory -> SimpleBodyReaders.checkpointDirectory(directory, name, requestedAccess));
    }
    return requestedAccess;
  }

  /** Engines reject it too, by the network's ID as well. */
  private static List<Violation> connect(EvaluationContext it, EffectivePolicy policy) {
    return it.operation().objectName(it.target()).equals("host")
        ? List.of(
            new Violation(
                RuleId.RES_1,
                policy.policyName(),
                it.operation().toString(),
                NamespaceMessages.hostNamespaceDenied("network", policy.source())))
        : List.of();
  }

  private static List<Violation> plugin(EvaluationContext it, EffectivePolicy policy) {
    return List.of(
        new Violation(
            RuleId.ISO_1,
            policy.policyName(),
            it.operation().toString(),
            CommandMessages.pluginDenied()));
  }

  private static List<Violation> node(EvaluationContext it, EffectivePolicy policy) {
    return it.isInContainer()
        ? List.of(
            new Violation(
                RuleId.SOCK_5,
                policy.policyName(),
                it.operation().toString(),
                CommandMessages.nodeCommandBlocked(it.request().target())))
        : List.of();
  }
}
