package dev.eci.policy;

import dev.eci.policy.host.NodePath;
import dev.eci.policy.host.SocketReach;
import dev.eci.policy.image.ImageReference;
import java.util.Optional;

/**
 * RES-3: an engine's socket in a container. Docker's is allowed to the images on the list (SOCK-1);
 * the others are not, since nothing filters what goes through them.
 */
public final class EngineSocketRule {
  private EngineSocketRule() {}

  /**
   * Judges one mount.
   *
   * @param source node path that is mounted; invalid ones are {@link NodePathRule}'s
   * @param image as it is written in the container; one that is no valid reference is on no list
   * @param field where the mount stands
   */
  public static Optional<Violation> check(
      String source, String image, String field, PolicyGroup policies) {
    if (!(NodePath.parse(source).map(SocketReach::of).orElse(null)
        instanceof SocketReach.IsSocket reached)) {
      return Optional.empty();
    }
    Optional<ImageReference> reference = ImageReference.tryParse(image);
    boolean docker = reached.socket().filtered();
    if (docker && reference.filter(policies::allowsDockerSocket).isPresent()) {
      return Optional.empty();
    }
    String shown = reference.map(ImageReference::name).orElse(image);
    String policy = policies.policyName();
    String text =
        docker
            ? EciText.dockerSocketDenied(shown, policies.source())
            : EciText.engineSocketDenied(reached.socket().engine(), shown, policies.source());
    return Optional.of(new Violation(RuleId.RES_3, policy, field, text));
  }
}
