// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.Caller.InContainer;
import dev.eci.policy.docker.create.NodeCreateRewriter;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.message.ApiRequestMessages;
import dev.eci.policy.selector.PodSubject;
import java.util.Optional;

/**
 * Rules for an engine on a Kubernetes node. Policies are chosen by namespace there, so no policy
 * would apply to a caller in a container whose namespace is unknown.
 */
final class KubernetesNodeRules {
  private KubernetesNodeRules() {}

  /** Why a caller is denied whatever policies say; empty if its request may be evaluated. */
  static Optional<String> denialMessage(Caller caller) {
    return switch (caller) {
      case Caller.Host ignored -> Optional.empty();
      case InContainer in ->
          in.pod().isPresent()
              ? Optional.empty()
              : Optional.of(ApiRequestMessages.containerWithoutPod(in.containerId()));
      case Caller.Unknown unknown ->
          Optional.of(ApiRequestMessages.callerUnidentified(unknown.reason()));
    };
  }

  /** The body of a volume or network to create: with the label of the pod's namespace. */
  static JsonValue labelled(JsonValue body, EvaluationContext context) {
    return OwnContainers.decide(context) && context.request().caller() instanceof InContainer in
        ? NodeCreateRewriter.labelled(body, in.pod().map(PodSubject::namespace).orElse(""))
        : body;
  }

  /** The body of a create request as it is forwarded. */
  static JsonValue body(JsonValue body, EvaluationContext context) {
    return context.request().caller() instanceof InContainer in
        ? NodeCreateRewriter.rewrite(body, in.pod().map(PodSubject::namespace).orElse(""))
        : NodeCreateRewriter.rewrite(body, "");
  }
}
