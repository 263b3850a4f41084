package dev.eci.policy;

import dev.eci.policy.host.NodePath;
import dev.eci.policy.host.SocketReach;
import dev.eci.policy.text.NodePathTexts;
import java.util.Optional;

/**
 * RES-2: a node path is denied unless hostPaths permit it, and always if an engine's socket lies
 * below it. The sockets themselves are {@link EngineSocketRule}'s.
 */
public final class NodePathRule {
  private NodePathRule() {}

  public static Optional<Violation> check(
      String source, boolean readOnly, String field, PolicyGroup policies) {
    String policy = policies.policyName();
    Optional<NodePath> path = NodePath.parse(source);
    if (path.isEmpty()) {
      return denied(field, policy, NodePathTexts.nodePathDenied(source, policies.source()));
    }
    return switch (SocketReach.of(path.get())) {
      case SocketReach.IsSocket ignored -> Optional.empty();
      case SocketReach.ContainsSocket above ->
          denied(
              field,
              policy,
              NodePathTexts.nodePathAboveSocketDenied(
                  source, above.socket().engine(), policies.source()));
      case SocketReach.None ignored ->
          policies.permitsNodePath(path.get(), readOnly)
              ? Optional.empty()
              : denied(field, policy, NodePathTexts.nodePathDenied(source, policies.source()));
    };
  }

  /** For a path that is created on the node if it is missing and reaches no container. */
  public static Optional<Violation> checkCreated(
      String source, String field, PolicyGroup policies) {
    if (NodePath.parse(source).map(SocketReach::of).orElse(null)
        instanceof SocketReach.IsSocket in) {
      String policy = policies.policyName();
      return denied(
          field,
          policy,
          NodePathTexts.nodePathAboveSocketDenied(source, in.socket().engine(), policies.source()));
    }
    return check(source, false, field, policies);
  }

  private static Optional<Violation> denied(String field, String policy, String text) {
    return Optional.of(new Violation(RuleId.RES_2, policy, field, text));
  }
}
