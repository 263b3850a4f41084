package dev.eci.policy.docker;

import dev.eci.policy.docker.Caller.InContainer;
import dev.eci.policy.docker.create.NodeCreateRewriter;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.message.ApiRequestMessages;
import dev.eci.policy.selector.PodSubject;
import java.util.Optional;

/**
 * What is special about an engine beside a kubelet: policies are chosen by namespace, so that a
 * caller in a container whose namespace is not known would be held to none.
 */
final class KubernetesNodeRules {
  private KubernetesNodeRules() {}

  /** Why a caller gets nothing, whatever policies say; empty if it may be judged. */
  static Optional<String> denialMessage(Caller caller) {
    return switch (caller) {
      case Caller.Host ignored -> Optional.empty();
      case InContainer in ->
          in.pod().isPresent()
              ? Optional.empty()
              : Optional.of(ApiRequestMessages.containerWithoutPod(in.containerId()));
      case Caller.Unknown(String why) -> Optional.of(ApiRequestMessages.callerUnidentified(why));
    };
  }

  /** A body to create a container, as it goes on. */
  static JsonValue body(JsonValue body, EvaluationContext it) {
    return it.request().caller() instanceof InContainer in
        ? NodeCreateRewriter.rewrite(body, in.pod().map(PodSubject::namespace).orElse(""))
        : NodeCreateRewriter.rewrite(body, "");
  }
}
