// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.ProxySocket;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.imagetrust.TrustVerdict;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.Policy;
import dev.eci.policy.pod.PodFacts.Container;
import dev.eci.policy.pod.PodFacts.Volume;
import dev.eci.policy.pod.VolumeSource.HostPathVolume;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The images that a pod's containers really run: the names in the spec, pinned to what was checked.
 */
final class EffectiveImages {
  private final EffectivePolicy policies;
  private final Set<String> sockets;

  EffectiveImages(PodFacts pod, EffectivePolicy policies) {
    this.policies = policies;
    this.sockets =
        pod.volumes().stream()
            .filter(volume ->
                volume.source() instanceof HostPathVolume host
                    && HostPath.parse(host.path()).filter(ProxySocket::isDocker).isPresent())
            .map(Volume::name)
            .collect(Collectors.toSet());
  }

  /** Policies that require a signature of the container's image. */
  Stream<Policy> requiringSignature(Container container) {
    boolean socket = hasSocketMount(container);
    return policies.policies().stream()
        .filter(policy -> policy.imageTrust().requiresSignature(socket));
  }

  /** The reference whose signatures are verified: a socket's image is pinned by its list first. */
  Optional<ImageReference> effectiveImage(Container container) {
    Optional<ImageReference> named = ImageReference.tryParse(container.image());
    return named
        .filter(image -> hasSocketMount(container))
        .flatMap(image -> policies.pin(image).map(digest -> withDigest(image, digest)))
        .or(() -> named);
  }

  /** The reference that replaces its name, because a name can be moved after the check. */
  Optional<ImageReference> pinned(Container container) {
    return effectiveImage(container)
        .map(image ->
            verifiedReference(image, container)
                .map(digest -> withDigest(image, digest))
                .orElse(image))
        .filter(image -> image.digest().isPresent())
        .filter(image ->
            ImageReference.tryParse(container.image())
                .filter(named -> named.digest().isEmpty())
                .isPresent());
  }

  private Optional<String> verifiedReference(ImageReference image, Container container) {
    return requiringSignature(container)
        .flatMap(policy ->
            policy.imageTrust().evaluate(image, policies.now())
                    instanceof TrustVerdict.SignedIfPinned(String digest)
                ? Stream.of(digest)
                : Stream.of())
        .findFirst();
  }

  boolean hasSocketMount(Container container) {
    return container.mounts().stream().anyMatch(mount -> sockets.contains(mount.volume()));
  }

  /** Keeps the tag, which users and their tools read; nodes use the digest. */
  private static ImageReference withDigest(ImageReference image, String digest) {
    return new ImageReference(
        image.domain(), image.path(), image.withDefaultTag().tag(), Optional.of(digest));
  }
}
