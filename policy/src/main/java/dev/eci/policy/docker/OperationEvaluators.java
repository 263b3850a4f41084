// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.ApiDecision.Body;
import dev.eci.policy.docker.create.BodySchemas;
import dev.eci.policy.docker.create.BuildProtectionRule;
import dev.eci.policy.docker.create.BuildRequestReader;
import dev.eci.policy.docker.create.CanonicalBody;
import dev.eci.policy.docker.create.ContainerCreateReader;
import dev.eci.policy.docker.create.MalformedBodyException;
import dev.eci.policy.docker.create.RecordedDefaults;
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

  static Evaluation evaluate(EvaluationContext context) {
    return context.operation().body() == BodyHandling.INSPECT
        ? BodyEvaluation.requireBody(context, body -> withBody(context, body))
        : withoutBody(context, DockerApiAuthorizer.uninspectedBody(context.operation()));
  }

  private static Evaluation withBody(EvaluationContext context, JsonValue body)
      throws MalformedBodyException {
    return switch (context.operation().ruleSet()) {
      case CREATE -> create(context, BodySchemas.CONTAINER.canonical(body));
      case SERVICE ->
          decide(
              context,
              BodySchemas.SERVICE.canonical(body),
              service -> ServiceSpecReader.read(service, context.proxy().hasProtectedServices()));
      case SOLVE -> solve(context, body, BuildRequestReader.solve(body, builds(context)));
      case UPDATE -> update(context, BodySchemas.UPDATE.canonical(body));
      case CONNECT -> connect(context, BodySchemas.CONNECT.canonical(body));
      case VOLUME ->
          decide(
              context,
              labelled(context, BodySchemas.VOLUME.canonical(body)),
              volume -> SimpleBodyReaders.volume(volume, OwnContainers.decide(context)));
      case NETWORK ->
          decide(
              context,
              labelled(context, BodySchemas.NETWORK.canonical(body)),
              network -> SimpleBodyReaders.network(network, context.isInContainer()));
      case CHECKPOINT -> {
        CanonicalBody canonical = BodySchemas.CHECKPOINT.canonical(body);
        yield ContainerAccessRule.evaluate(
            context,
            new Body.RewrittenBody(canonical.value()),
            checkpoint(context, SimpleBodyReaders.checkpoint(canonical)));
      }
      default ->
          throw new IllegalStateException("no reader for the body of " + context.operation());
    };
  }

  private static Evaluation solve(
      EvaluationContext context, JsonValue body, RequestedAccess requestedAccess)
      throws MalformedBodyException {
    return PushRule.evaluate(
        context,
        BuildRequestReader.isPushed(body),
        checked -> LookupLoop.decide(checked, new Body.RewrittenBody(body), requestedAccess));
  }

  private static CanonicalBody labelled(EvaluationContext context, CanonicalBody body) {
    return body.withValue(KubernetesNodeRules.labelled(body.value(), context));
  }

  private static BuildProtectionRule builds(EvaluationContext context) {
    return context.proxy().builds().of(context.isInContainer());
  }

  /** Reads what a canonical body requests. */
  @FunctionalInterface
  private interface BodyReader {
    RequestedAccess read(CanonicalBody body) throws MalformedBodyException;
  }

  private static Evaluation decide(EvaluationContext context, CanonicalBody body, BodyReader reader)
      throws MalformedBodyException {
    return LookupLoop.decide(context, new Body.RewrittenBody(body.value()), reader.read(body));
  }

  private static Evaluation create(EvaluationContext context, CanonicalBody canonical)
      throws MalformedBodyException {
    JsonValue chosen = RecordedDefaults.remove(canonical.value(), context.proxy());
    JsonValue body =
        context.proxy().engine().isOnKubernetesNode()
            ? KubernetesNodeRules.body(chosen, context)
            : chosen;
    RequestedAccess requestedAccess =
        ContainerCreateReader.read(canonical.withValue(body), context.proxy().runtime());
    String forced =
        context.policies().containsKey(EnforcementMode.ENFORCE) ? context.proxy().runtime() : "";
    return LookupLoop.decide(
        context,
        new Body.RewrittenBody(ContainerCreateReader.withRuntime(body, forced)),
        requestedAccess);
  }

  private static Evaluation withoutBody(EvaluationContext context, Body body) {
    return switch (context.operation().ruleSet()) {
      case NOTHING -> context.decide(body, policy -> List.of());
      case INTO, EXEC, OWN, OWNEXEC ->
          ContainerAccessRule.evaluate(context, body, new RequestedAccess());
      case OWNVOLUME ->
          OwnObjects.evaluateVolume(context, checked -> checked.decide(body, policy -> List.of()));
      case OWNNETWORK ->
          OwnObjects.evaluateNetwork(context, checked -> checked.decide(body, policy -> List.of()));
      case CHECKPOINT ->
          ContainerAccessRule.evaluate(context, body, checkpoint(context, new RequestedAccess()));
      case BUILD ->
          PushRule.evaluate(
              context,
              BuildRequestReader.isPushed(context.target().query()),
              checked ->
                  LookupLoop.decide(
                      checked,
                      body,
                      BuildRequestReader.read(context.target().query(), builds(context))));
      case PRUNE -> context.decide(body, policy -> prune(context, policy));
      case PLUGIN -> context.decide(body, policy -> plugin(context, policy));
      case NODE -> context.decide(body, policy -> node(context, policy));
      case SWARM ->
          context.decide(
              body,
              policy ->
                  context.isInContainer()
                      ? node(context, policy)
                      : SwarmRules.checkMembership(context, policy));
      default -> throw new IllegalStateException(context.operation() + " needs a body");
    };
  }

  /** {@code docker start --checkpoint-dir} and similar options. */
  private static RequestedAccess checkpoint(
      EvaluationContext context, RequestedAccess requestedAccess) {
    for (String name : List.of("checkpoint-dir", "dir")) {
      context
          .target()
          .query()
          .all(name)
          .forEach(
              directory -> SimpleBodyReaders.checkpointDirectory(directory, name, requestedAccess));
    }
    return requestedAccess;
  }

  private static Evaluation update(EvaluationContext context, CanonicalBody body)
      throws MalformedBodyException {
    RequestedAccess requestedAccess = SimpleBodyReaders.update(body);
    return ContainerAccessRule.evaluateOwn(
        context,
        context.operation().containerName(context.target()),
        (checked, id) ->
            LookupLoop.decide(
                id.map(i ->
                        checked.withTarget(checked.operation().withContainer(checked.target(), i)))
                    .orElse(checked),
                new Body.RewrittenBody(body.value()),
                requestedAccess));
  }

  private static Evaluation connect(EvaluationContext context, CanonicalBody body)
      throws MalformedBodyException {
    String container = SimpleBodyReaders.connected(body);
    return OwnObjects.evaluateNetwork(
        context,
        own ->
            ContainerAccessRule.evaluateOwn(
                own,
                container,
                (checked, id) ->
                    checked.decide(
                        new Body.RewrittenBody(
                            id.map(i -> SimpleBodyReaders.withContainer(body.value(), i))
                                .orElse(body.value())),
                        policy -> hostNetwork(checked, policy))));
  }

  /** Engines reject it too, by the network's ID as well. */
  private static List<Violation> hostNetwork(EvaluationContext context, EffectivePolicy policy) {
    return context.operation().objectName(context.target()).equals("host")
        ? List.of(
            new Violation(
                RuleId.RES_1,
                policy.policyName(),
                context.operation().toString(),
                NamespaceMessages.hostNamespaceDenied("network", policy.source())))
        : List.of();
  }

  /** On a Kubernetes node the unused objects of other namespaces are removed as well. */
  private static List<Violation> prune(EvaluationContext context, EffectivePolicy policy) {
    return OwnContainers.decide(context)
        ? List.of(
            new Violation(
                RuleId.SOCK_5,
                policy.policyName(),
                context.operation().toString(),
                CommandMessages.pruneBlocked(context.request().target())))
        : List.of();
  }

  private static List<Violation> plugin(EvaluationContext context, EffectivePolicy policy) {
    return List.of(
        new Violation(
            RuleId.ISO_1,
            policy.policyName(),
            context.operation().toString(),
            CommandMessages.pluginDenied()));
  }

  private static List<Violation> node(EvaluationContext context, EffectivePolicy policy) {
    return context.isInContainer()
        ? List.of(
            new Violation(
                RuleId.SOCK_5,
                policy.policyName(),
                context.operation().toString(),
                CommandMessages.nodeCommandBlocked(context.request().target())))
        : List.of();
  }
}
