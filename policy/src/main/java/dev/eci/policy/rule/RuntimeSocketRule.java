// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.rule;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.SocketExposure;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.image.ImageMatch;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.message.ImageMessages;
import dev.eci.policy.message.RuntimeSocketMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.Optional;

/**
 * RES-3: a container runtime socket in a container. Docker's is allowed to the images on the list
 * (SOCK-1, SOCK-2, SOCK-3); the others are not, because no proxy checks the requests through them.
 */
public final class RuntimeSocketRule {
  private RuntimeSocketRule() {}

  /**
   * Evaluates one mount.
   *
   * @param source host path that is mounted; {@link HostPathRule} rejects invalid ones
   * @param field where the mount is in the object
   */
  public static Optional<Violation> check(
      String source, ImageIdentity image, String field, EffectivePolicy policies) {
    if (!(HostPath.parse(source).map(SocketExposure::of).orElse(null)
        instanceof SocketExposure.IsSocket reached)) {
      return Optional.empty();
    }
    if (reached.socket().isProxied()) {
      return docker(image, field, policies);
    }
    return Optional.of(
        new Violation(
            RuleId.RES_3,
            policies.policyName(),
            field,
            RuntimeSocketMessages.runtimeSocketDenied(
                reached.socket().displayName(), imageName(image), policies.source())));
  }

  /** Evaluates the access of a container to Docker's socket, by whatever mount. */
  public static Optional<Violation> docker(
      ImageIdentity image, String field, EffectivePolicy policies) {
    return switch (policies.evaluate(image)) {
      case ImageMatch.Allowed ignored -> Optional.empty();
      case ImageMatch.AllowedIfPinned ignored -> Optional.empty();
      case ImageMatch.Unresolved(String problem) ->
          Optional.of(
              new Violation(
                  RuleId.SOCK_2,
                  policies.policyName(),
                  field,
                  ImageMessages.imageUnresolved(
                      reference(image), problem, policies.listSource(image)),
                  problem.isEmpty()));
      case ImageMatch.Stale stale ->
          denied(
              RuleId.SOCK_2,
              field,
              policies,
              ImageMessages.imageStale(
                  reference(image), stale.checked(), policies.listSource(image)));
      case ImageMatch.DigestMismatch ignored -> notOnList(image, field, policies);
      case ImageMatch.NotListed ignored -> notOnList(image, field, policies);
    };
  }

  private static Optional<Violation> notOnList(
      ImageIdentity image, String field, EffectivePolicy policies) {
    return denied(
        RuleId.RES_3,
        field,
        policies,
        RuntimeSocketMessages.dockerSocketDenied(imageName(image), policies.source()));
  }

  private static Optional<Violation> denied(
      RuleId rule, String field, EffectivePolicy policies, String text) {
    return Optional.of(new Violation(rule, policies.policyName(), field, text));
  }

  private static String reference(ImageIdentity image) {
    return image
        .reference()
        .map(ImageReference::withDefaultTag)
        .map(ImageReference::toString)
        .orElse(image.written());
  }

  /** Without its tag, as Docker Desktop's messages name an image. */
  private static String imageName(ImageIdentity image) {
    return image.reference().map(ImageReference::name).orElse(image.written());
  }
}
