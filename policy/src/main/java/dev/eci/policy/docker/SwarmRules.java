// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.message.CommandMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a swarm runs on an engine, its managers decide, whatever an engine's own users may do. */
final class SwarmRules {
  private static final Set<String> OBJECTS =
      Set.of("swarm", "nodes", "services", "tasks", "secrets", "configs");

  private static final long ROOT = 0;

  private SwarmRules() {}

  /**
   * SOCK-5: on a Kubernetes node, services run under the default runtime of a dockerd that belongs
   * to others, and no service has a namespace.
   */
  static Optional<Violation> checkPod(EvaluationContext context, EffectivePolicy policy) {
    List<String> path = context.target().segments();
    return OwnContainers.decide(context) && !path.isEmpty() && OBJECTS.contains(path.getFirst())
        ? Optional.of(
            new Violation(
                RuleId.SOCK_5,
                policy.policyName(),
                context.operation().toString(),
                CommandMessages.nodeCommandBlocked(context.request().target())))
        : Optional.empty();
  }

  /**
   * ISO-1: a manager may send the engine a plugin, which is as good as root. Root can reach the
   * engine's own socket anyway.
   */
  static List<Violation> checkMembership(EvaluationContext context, EffectivePolicy policy) {
    return context.request().caller() instanceof Caller.Host host && host.uid() != ROOT
        ? List.of(
            new Violation(
                RuleId.ISO_1,
                policy.policyName(),
                context.operation().toString(),
                CommandMessages.swarmMembershipDenied()))
        : List.of();
  }
}
