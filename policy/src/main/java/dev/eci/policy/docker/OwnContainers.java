// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.Caller.InContainer;
import dev.eci.policy.message.CommandMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.policy.selector.PodSubject;
import java.util.Optional;

/**
 * SOCK-5 on a Kubernetes node: a pod may access only containers that its namespace created through
 * the proxied socket. The others belong to the node's admins, to cri-dockerd or to other tenants.
 * On a Docker host all containers belong to the same users (docs/adr/0019).
 */
final class OwnContainers {
  private OwnContainers() {}

  /** Whether containers decide which caller may access them. */
  static boolean decide(EvaluationContext context) {
    return context.proxy().engine().isOnKubernetesNode() && context.isInContainer();
  }

  /** The violation of an access to the container. */
  static Optional<Violation> check(
      EvaluationContext context, LookupResult.Container container, EffectivePolicy policy) {
    if (!decide(context) || isOwn(context.request().caller(), container.namespace())) {
      return Optional.empty();
    }
    return Optional.of(
        new Violation(
            RuleId.SOCK_5,
            policy.policyName(),
            context.operation().toString(),
            CommandMessages.containerOfOthers(container.id())));
  }

  /** Whether the label of an object names the caller's namespace. */
  static boolean isOwn(Caller caller, String namespace) {
    return caller instanceof InContainer in
        && !namespace.isEmpty()
        && in.pod().map(PodSubject::namespace).filter(namespace::equals).isPresent();
  }
}
