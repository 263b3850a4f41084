// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.selector;

import dev.eci.policy.image.ImagePattern;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Pods that are excluded from a policy. All fields that are set must match (namespace and service
 * account and image), so setting more of them matches fewer pods; within a field one entry is
 * enough.
 *
 * @param serviceAccounts {@code namespace/name}
 * @param images each container of the pod must match one of them
 * @param expires from then on the exemption no longer counts
 * @param privileged whether the pods may exceed the level baseline of Pod Security
 */
public record Exemption(
    List<String> namespaces,
    List<String> serviceAccounts,
    List<ImagePattern> images,
    String reason,
    Optional<Instant> expires,
    boolean privileged) {

  public Exemption {
    namespaces = List.copyOf(namespaces);
    serviceAccounts = List.copyOf(serviceAccounts);
    images = List.copyOf(images);
    if (namespaces.isEmpty() && serviceAccounts.isEmpty() && images.isEmpty()) {
      throw new IllegalArgumentException(
          "an exemption that names nothing would exempt everything; give namespaces, serviceAccounts or images");
    }
  }

  /** Of pods that stay within the level baseline. */
  public Exemption(
      List<String> namespaces,
      List<String> serviceAccounts,
      List<ImagePattern> images,
      String reason,
      Optional<Instant> expires) {
    this(namespaces, serviceAccounts, images, reason, expires, false);
  }

  public boolean covers(PodSubject podSubject, Instant now) {
    return expires.map(now::isBefore).orElse(true)
        && (namespaces.isEmpty() || namespaces.contains(podSubject.namespace()))
        && (serviceAccounts.isEmpty()
            || serviceAccounts.contains(podSubject.namespace() + "/" + podSubject.serviceAccount()))
        && (images.isEmpty() || coversImages(podSubject));
  }

  /** As {@link #mightCover}, by naming the namespace or a service account in it. */
  public boolean mightCoverByName(String namespace, Instant now) {
    return !(namespaces.isEmpty() && serviceAccounts.isEmpty()) && mightCover(namespace, now);
  }

  /** Whether it might cover a pod of the namespace, of which nothing else is known. */
  public boolean mightCover(String namespace, Instant now) {
    return expires.map(now::isBefore).orElse(true)
        && (namespaces.isEmpty() || namespaces.contains(namespace))
        && (serviceAccounts.isEmpty()
            || serviceAccounts.stream().anyMatch(a -> a.startsWith(namespace + "/")));
  }

  private boolean coversImages(PodSubject podSubject) {
    return podSubject.allImagesKnown()
        && !podSubject.images().isEmpty()
        && podSubject.images().stream().allMatch(i -> images.stream().anyMatch(p -> p.matches(i)));
  }
}
