package dev.eci.policy;

import dev.eci.policy.host.FilteredSocket;
import dev.eci.policy.host.NodePath;
import dev.eci.policy.oci.Docker;
import dev.eci.policy.text.SocketTexts;
import java.util.Optional;

/**
 * RES-3 on a Kubernetes node: what a pod creates through the filtered socket gets that one or none.
 * The engine's own stays at its usual path there, for the node's admins, and passes every rule.
 */
public final class UnfilteredSocketRule {
  private UnfilteredSocketRule() {}

  /** Judges one mount. */
  public static Optional<Violation> check(
      String source, Docker.Engine engine, String field, PolicyGroup policies) {
    return engine.ofNode() && NodePath.parse(source).filter(FilteredSocket::replaces).isPresent()
        ? Optional.of(
            new Violation(
                RuleId.RES_3,
                policies.policyName(),
                field,
                SocketTexts.unfilteredSocketDenied(source, FilteredSocket.PATH)))
        : Optional.empty();
  }
}
