// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.ApiDecision.AuditedViolation;
import dev.eci.policy.docker.Lookup.NetworkLookup;
import dev.eci.policy.docker.Lookup.VolumeLookup;
import dev.eci.policy.docker.create.RequestedAccess;
import dev.eci.policy.message.CommandMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * SOCK-5 on a Kubernetes node, for volumes and networks as {@link OwnContainers} for containers: a
 * pod may use and remove those that its namespace created through the proxied socket. Networks that
 * every engine has are common.
 */
final class OwnObjects {
  private static final Set<String> COMMON_DRIVERS = Set.of("null", "host");
  private static final String BRIDGE = "bridge";

  private OwnObjects() {}

  /** Evaluates a request for the volume in its path. */
  static Evaluation evaluateVolume(
      EvaluationContext context, Function<EvaluationContext, Evaluation> next) {
    String name = context.operation().objectName(context.target());
    return evaluate(context, new VolumeLookup(name), "volume", name, next);
  }

  /** Evaluates a request for the network in its path, which goes on by the network's ID. */
  static Evaluation evaluateNetwork(
      EvaluationContext context, Function<EvaluationContext, Evaluation> next) {
    String name = context.operation().objectName(context.target());
    return evaluate(context, new NetworkLookup(name), "network", name, next);
  }

  private static Evaluation evaluate(
      EvaluationContext context,
      Lookup lookup,
      String kind,
      String name,
      Function<EvaluationContext, Evaluation> next) {
    if (!OwnContainers.decide(context)) {
      return next.apply(context);
    }
    return new Evaluation.NeedsLookups(
        Set.of(lookup),
        results -> {
          LookupResults found = LookupLoop.merge(LookupResults.NONE, Set.of(lookup), results);
          LookupResult object = found.resultOf(lookup);
          if (object instanceof LookupResult.Absent) {
            return DockerApiAuthorizer.deny(404, "No such " + kind + ": " + name);
          }
          return LookupLoop.denial(context, found)
              .<Evaluation>map(Evaluation.Decided::new)
              .orElseGet(() -> goOn(context, object, kind, name, next));
        });
  }

  private static Evaluation goOn(
      EvaluationContext context,
      LookupResult object,
      String kind,
      String name,
      Function<EvaluationContext, Evaluation> next) {
    List<AuditedViolation> all = new ArrayList<>(context.earlierViolations());
    if (!isOwn(context, object)) {
      all.addAll(
          context.auditedViolations(policy -> List.of(ofOthers(context, kind, name, policy))));
    }
    EvaluationContext checked = context.withEarlierViolations(all);
    return EvaluationContext.denial(all)
        .<Evaluation>map(Evaluation.Decided::new)
        .orElseGet(() ->
            next.apply(
                object instanceof LookupResult.Network network && !isCommon(network)
                    ? checked.withTarget(
                        checked.operation().withContainer(checked.target(), network.id()))
                    : checked));
  }

  /** The violations of a body that names volumes and networks. */
  static Stream<Violation> check(
      EvaluationContext context,
      RequestedAccess requestedAccess,
      LookupResults lookupResults,
      EffectivePolicy policy) {
    if (!OwnContainers.decide(context)) {
      return Stream.of();
    }
    Stream<Violation> volumes =
        requestedAccess.volumeNames().stream()
            .flatMap(volume ->
                lookupResults.resultOf(new VolumeLookup(volume.name()))
                        instanceof LookupResult.Absent
                    ? unlabelled(context, volume, policy).stream()
                    : others(
                        context,
                        new VolumeLookup(volume.name()),
                        "volume",
                        volume.name(),
                        lookupResults,
                        policy)
                        .stream());
    Stream<Violation> networks =
        requestedAccess.networkNames().stream()
            .flatMap(name ->
                others(context, new NetworkLookup(name), "network", name, lookupResults, policy)
                    .stream());
    return Stream.concat(volumes, networks).limit(RequestedAccess.MAX_VIOLATIONS);
  }

  private static Optional<Violation> others(
      EvaluationContext context,
      Lookup lookup,
      String kind,
      String name,
      LookupResults lookupResults,
      EffectivePolicy policy) {
    return isOwn(context, lookupResults.resultOf(lookup))
        ? Optional.empty()
        : Optional.of(ofOthers(context, kind, name, policy));
  }

  /** The engine would create it without a label, so that it were of no namespace. */
  private static Optional<Violation> unlabelled(
      EvaluationContext context, RequestedAccess.VolumeName volume, EffectivePolicy policy) {
    return volume.isLabelled()
        ? Optional.empty()
        : Optional.of(
            new Violation(
                RuleId.SOCK_5,
                policy.policyName(),
                context.operation().toString(),
                CommandMessages.volumeWithoutLabel(volume.name())));
  }

  private static Violation ofOthers(
      EvaluationContext context, String kind, String name, EffectivePolicy policy) {
    return new Violation(
        RuleId.SOCK_5,
        policy.policyName(),
        context.operation().toString(),
        CommandMessages.objectOfOthers(kind, name));
  }

  private static boolean isOwn(EvaluationContext context, LookupResult object) {
    return switch (object) {
      case LookupResult.Volume volume -> isOwn(context, volume.namespace());
      case LookupResult.Network network -> isCommon(network) || isOwn(context, network.namespace());
      default -> false;
    };
  }

  private static boolean isOwn(EvaluationContext context, String namespace) {
    return OwnContainers.isOwn(context.request().caller(), namespace);
  }

  /** The networks bridge, host and none; what else may be done to these is decided elsewhere. */
  private static boolean isCommon(LookupResult.Network network) {
    return COMMON_DRIVERS.contains(network.driver()) || network.name().equals(BRIDGE);
  }
}
