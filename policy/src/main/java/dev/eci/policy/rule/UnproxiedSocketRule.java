// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.rule;

import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.ProxySocket;
import dev.eci.policy.message.RuntimeSocketMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.Optional;

/**
 * RES-3 on a Kubernetes node: containers that a pod creates through the proxied socket get that
 * socket or none. The engine's own socket stays at its usual path there, for the node's admins, and
 * no other rule denies it.
 */
public final class UnproxiedSocketRule {
  private UnproxiedSocketRule() {}

  /** Evaluates one mount. */
  public static Optional<Violation> check(
      String source, DockerEngineLayout engineLayout, String field, EffectivePolicy policies) {
    return engineLayout.isOnKubernetesNode()
            && HostPath.parse(source).filter(ProxySocket::shouldReplace).isPresent()
        ? Optional.of(
            new Violation(
                RuleId.RES_3,
                policies.policyName(),
                field,
                RuntimeSocketMessages.unproxiedSocketDenied(source, ProxySocket.PATH)))
        : Optional.empty();
  }
}
