// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.command.CommandList;
import dev.eci.policy.command.CommandPattern;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.docker.route.Operation.Listing;
import dev.eci.policy.message.CommandMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.Optional;

/**
 * SOCK-4. An engine receives requests, not commands, and one request serves several commands:
 *
 * <ul>
 *   <li>A deny list blocks a command's own requests, and so every command that needs one of them:
 *       denying {@code create} denies {@code run} too, because both send {@code POST
 *       /containers/create}. Requests that a command only needs stay open: {@code run} does not
 *       block {@code pull}.
 *   <li>An allow list opens a command's own requests and those that it needs: {@code run} also
 *       opens create, attach, start, wait, resize, kill, and pull.
 *   <li>{@code /_ping} passes every list; {@code /version} and {@code /info}, which many commands
 *       send as well, are blocked only where a deny list names them.
 * </ul>
 *
 * With several policies, each one's list applies: a restriction is not loosened by another policy.
 */
public final class CommandListRule {
  private CommandListRule() {}

  static Optional<Violation> check(
      Caller.InContainer caller, Operation operation, String target, EffectivePolicy policies) {
    if (operation.listing() == Listing.NEVER) {
      return Optional.of(
          new Violation(
              RuleId.SOCK_5,
              policies.policyName(),
              operation.toString(),
              CommandMessages.nodeCommandBlocked(target)));
    }
    return policies.policies().stream()
        .filter(policy -> !allows(list(policy, caller), operation))
        .findFirst()
        .map(policy ->
            new Violation(
                RuleId.SOCK_4,
                policy.name(),
                operation.toString(),
                CommandMessages.commandBlocked(target, policy.source())));
  }

  private static CommandList list(Policy policy, Caller.InContainer caller) {
    return policy
        .dockerSocket()
        .commands()
        .listFor(caller.pod().map(pod -> pod.namespace()).orElse(""), caller.image().reference());
  }

  /** Whether a list allows the operation to a container. */
  public static boolean allows(CommandList list, Operation operation) {
    return switch (list.type()) {
      case DENY -> list.patterns().stream().noneMatch(p -> isOwnRequest(p, operation));
      case ALLOW ->
          operation.listing() == Listing.ALWAYS
              || list.patterns().stream()
                  .anyMatch(p -> isOwnRequest(p, operation) || isNeededRequest(p, operation));
    };
  }

  private static boolean isOwnRequest(CommandPattern pattern, Operation operation) {
    return switch (pattern) {
      case CommandPattern.Command(var command) -> operation.commands().contains(command);
      case CommandPattern.Wildcard(var group) -> operation.groups().contains(group);
    };
  }

  private static boolean isNeededRequest(CommandPattern pattern, Operation operation) {
    return switch (pattern) {
      case CommandPattern.Command(var command) -> operation.neededBy().contains(command);
      case CommandPattern.Wildcard(var group) ->
          operation.commands().stream().anyMatch(group::includes)
              || operation.neededBy().stream().anyMatch(group::includes);
    };
  }
}
