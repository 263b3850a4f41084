// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.command.DockerCommand;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.message.CommandMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.Optional;
import java.util.Set;

/**
 * Images from files instead of registries ({@code blockDockerLoad} of Docker Desktop): load,
 * import, and what sends the same requests, such as {@code docker buildx build --load}. It applies
 * to every caller, because the setting is the host's and no container's.
 */
final class ImageLoadRule {
  private static final Set<DockerCommand> COMMANDS =
      Set.of(DockerCommand.LOAD, DockerCommand.IMPORT);

  private ImageLoadRule() {}

  static Optional<Violation> check(Operation operation, String target, EffectivePolicy policies) {
    if (operation.commands().stream().noneMatch(COMMANDS::contains)) {
      return Optional.empty();
    }
    return policies.policies().stream()
        .filter(policy -> policy.dockerSocket().blocksImageLoad())
        .findFirst()
        .map(policy ->
            new Violation(
                RuleId.SOCK_4,
                policy.name(),
                operation.toString(),
                CommandMessages.imageLoadBlocked(target, policy.source())));
  }
}
