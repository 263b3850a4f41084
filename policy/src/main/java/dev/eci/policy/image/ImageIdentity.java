// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What is known about a container's image. */
public sealed interface ImageIdentity {
  /** The image as users wrote it. */
  String written();

  /** The same as a reference; empty if it is an image ID or no valid name. */
  default Optional<ImageReference> reference() {
    return ImageReference.tryParse(written());
  }

  /**
   * The name in a spec, before any node has the image: of the content only a digest in the name is
   * known. An image that is allowed by tag must be pinned to a digest before it may run.
   */
  record Named(String written) implements ImageIdentity {}

  /**
   * An image on a node, about to run.
   *
   * @param localOnly whether its engine is sure that it was not pulled from a registry
   * @param ancestors contents on the same node that it was built from (SOCK-3)
   */
  record Local(
      String written, ImageContent content, boolean localOnly, List<ImageContent> ancestors)
      implements ImageIdentity {
    public Local {
      ancestors = List.copyOf(ancestors);
    }

    public static Local of(String written, ImageContent content) {
      return new Local(written, content, false, List.of());
    }
  }

  /**
   * On a node whose container runtime pulled the content by the reference alone, as containerd does
   * for the CRI: a digest in it was verified, a tag proves nothing.
   */
  static ImageIdentity verifiedByEngine(String written) {
    Collection<String> digests =
        ImageReference.tryParse(written)
            .filter(reference -> reference.digest().isPresent())
            .map(ImageReference::toString)
            .stream()
            .toList();
    return Local.of(written, ImageContent.of("", digests));
  }
}
