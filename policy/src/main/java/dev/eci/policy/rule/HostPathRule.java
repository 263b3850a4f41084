// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.rule;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.SocketExposure;
import dev.eci.policy.message.HostPathMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.Optional;

/**
 * RES-2: a host path is denied unless hostPaths permit it, and always if a container runtime socket
 * lies below it. {@link RuntimeSocketRule} checks the sockets themselves.
 */
public final class HostPathRule {
  private HostPathRule() {}

  /**
   * The source of a mount.
   *
   * @param path that is evaluated
   * @param written what the user named, which may be a link to {@code path}
   * @param isOtherName whether no link but a mount makes {@code written} show {@code path}
   */
  public record Source(String path, String written, boolean readOnly, boolean isOtherName) {
    /** A path as it is written, or where it leads. */
    public Source(String path, String written, boolean readOnly) {
      this(path, written, readOnly, false);
    }
  }

  /** Evaluates a mount in a pod, by its text alone. */
  public static Optional<Violation> check(
      String source, boolean readOnly, String field, EffectivePolicy policies) {
    return check(new Source(source, source, readOnly), field, policies, HostPathContext.POD);
  }

  /** Evaluates a mount on a node. */
  public static Optional<Violation> check(
      Source source, String field, EffectivePolicy policies, HostPathContext context) {
    String policy = policies.policyName();
    Optional<HostPath> path = HostPath.parse(source.path());
    if (path.isEmpty()) {
      return denied(
          field, policy, HostPathMessages.hostPathDenied(source.path(), policies.source()));
    }
    return switch (SocketExposure.of(path.get())) {
      case SocketExposure.IsSocket ignored -> Optional.empty();
      case SocketExposure.ContainsSocket above ->
          denied(
              field,
              policy,
              HostPathMessages.hostPathAboveSocketDenied(
                  source.path(), above.socket().displayName(), policies.source()));
      case SocketExposure.None ignored ->
          context.allows(path.get(), source.readOnly(), policies)
              ? Optional.empty()
              : denied(field, policy, message(path.get(), source, policies, context));
    };
  }

  private static String message(
      HostPath path, Source source, EffectivePolicy policies, HostPathContext context) {
    if (source.isOtherName()) {
      return HostPathMessages.otherNameOfHostPathDenied(
          source.path(), source.written(), policies.source());
    }
    if (context.allows(path, true, policies)) {
      return HostPathMessages.writableHostPathDenied(source.path(), policies.source());
    }
    return HostPath.parse(source.written()).filter(path::equals).isPresent()
        ? HostPathMessages.hostPathDenied(source.path(), policies.source())
        : HostPathMessages.linkedHostPathDenied(source.path(), source.written(), policies.source());
  }

  /**
   * For a path that the kubelet creates on the node if it is missing, and that no container mounts.
   */
  public static Optional<Violation> checkCreated(
      String source, String field, EffectivePolicy policies) {
    if (HostPath.parse(source).map(SocketExposure::of).orElse(null)
        instanceof SocketExposure.IsSocket in) {
      String policy = policies.policyName();
      return denied(
          field,
          policy,
          HostPathMessages.hostPathAboveSocketDenied(
              source, in.socket().displayName(), policies.source()));
    }
    return check(source, false, field, policies);
  }

  private static Optional<Violation> denied(String field, String policy, String text) {
    return Optional.of(new Violation(RuleId.RES_2, policy, field, text));
  }
}
