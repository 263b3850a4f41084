package dev.eci.policy;

import dev.eci.policy.host.NodePath;
import dev.eci.policy.host.SocketReach;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.ImageVerdict;
import dev.eci.policy.text.ImageTexts;
import dev.eci.policy.text.SocketTexts;
import java.util.Optional;

/**
 * RES-3: an engine's socket in a container. Docker's is allowed to the images on the list (SOCK-1,
 * SOCK-2, SOCK-3); the others are not, since nothing filters what goes through them.
 */
public final class EngineSocketRule {
  private EngineSocketRule() {}

  /**
   * Judges one mount.
   *
   * @param source node path that is mounted; invalid ones are {@link NodePathRule}'s
   * @param field where the mount stands
   */
  public static Optional<Violation> check(
      String source, ImageIdentity image, String field, PolicyGroup policies) {
    if (!(NodePath.parse(source).map(SocketReach::of).orElse(null)
        instanceof SocketReach.IsSocket reached)) {
      return Optional.empty();
    }
    if (reached.socket().filtered()) {
      return docker(image, field, policies);
    }
    return Optional.of(
        new Violation(
            RuleId.RES_3,
            policies.policyName(),
            field,
            SocketTexts.engineSocketDenied(
                reached.socket().engine(), shown(image), policies.source())));
  }

  /** Judges that a container reaches Docker's socket, by whatever way. */
  public static Optional<Violation> docker(
      ImageIdentity image, String field, PolicyGroup policies) {
    return switch (policies.judge(image)) {
      case ImageVerdict.Allowed ignored -> Optional.empty();
      case ImageVerdict.AllowedAt ignored -> Optional.empty();
      case ImageVerdict.Unresolved(String problem) ->
          denied(
              RuleId.SOCK_2,
              field,
              policies,
              ImageTexts.imageUnresolved(shown(image), problem, policies.source()));
      case ImageVerdict.Stale stale ->
          denied(
              RuleId.SOCK_2,
              field,
              policies,
              ImageTexts.imageStale(shown(image), stale.checked(), policies.source()));
      case ImageVerdict.Foreign ignored -> notOnList(image, field, policies);
      case ImageVerdict.NotListed ignored -> notOnList(image, field, policies);
    };
  }

  private static Optional<Violation> notOnList(
      ImageIdentity image, String field, PolicyGroup policies) {
    return denied(
        RuleId.RES_3,
        field,
        policies,
        SocketTexts.dockerSocketDenied(shown(image), policies.source()));
  }

  private static Optional<Violation> denied(
      RuleId rule, String field, PolicyGroup policies, String text) {
    return Optional.of(new Violation(rule, policies.policyName(), field, text));
  }

  private static String shown(ImageIdentity image) {
    return image.reference().map(ImageReference::name).orElse(image.written());
  }
}
