// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.image.ImageIdentity.Named;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.PodFacts.Container;
import dev.eci.policy.pod.PodFacts.Mount;
import dev.eci.policy.pod.PodFacts.Volume;
import dev.eci.policy.pod.VolumeSource.HostPathVolume;
import dev.eci.policy.rule.RuntimeSocketRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * RES-3 for each container and volume mount. A volume of a socket that no container mounts exposes
 * nothing: an ephemeral container that mounts it later is checked then.
 */
final class RuntimeSocketVolumeRule implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    List<Violation> found = new ArrayList<>();
    for (Container container : pod.containers()) {
      for (Mount mount : container.mounts()) {
        for (Volume volume : pod.volumes()) {
          if (volume.source() instanceof HostPathVolume host
              && volume.name().equals(mount.volume())) {
            check(host, mount, new Named(container.image()), policies).ifPresent(found::add);
          }
        }
      }
    }
    return found;
  }

  /** The images that may mount Docker's socket by an entry for all tags. */
  static Stream<ImageVerificationRequest> imagesToVerify(PodFacts pod, EffectivePolicy policies) {
    EffectiveImages images = new EffectiveImages(pod, policies);
    return pod.containers().stream()
        .filter(images::hasSocketMount)
        .flatMap(container -> ImageReference.tryParse(container.image()).stream())
        .flatMap(image ->
            policies.onDemand(image).stream()
                .map(reference ->
                    new ImageVerificationRequest(
                        reference,
                        !policies.evaluate(new Named(image.toString())).allows(),
                        true)));
  }

  /**
   * The volume itself first: below a socket, a subPath such as {@code $(DOT)}, which is known only
   * when the container starts, is still the socket. Otherwise a subPath may lead from a directory
   * to a socket.
   */
  private static Optional<Violation> check(
      HostPathVolume volume, Mount mount, ImageIdentity image, EffectivePolicy policies) {
    return RuntimeSocketRule.check(volume.path(), image, mount.field(), policies)
        .or(() ->
            RuntimeSocketRule.check(
                volume.path() + "/" + mount.subPath(), image, mount.field(), policies));
  }
}
