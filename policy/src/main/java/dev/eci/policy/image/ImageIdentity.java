package dev.eci.policy.image;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What is known of the image that a container is of. */
public sealed interface ImageIdentity {
  /** As people wrote it. */
  String written();

  /** The same as a reference; empty if it is an image id or nothing at all. */
  default Optional<ImageReference> reference() {
    return ImageReference.tryParse(written());
  }

  /**
   * Only what a spec says, before any node has seen it: of the content nothing but a digest that
   * stands in it. What is allowed by tag is to be pinned to a digest before it may run.
   */
  record Named(String written) implements ImageIdentity {}

  /**
   * An image on a node, about to run.
   *
   * @param localOnly whether its engine is sure that it came from no registry
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
   * On a node whose engine took the content by the reference alone, as containerd does for the CRI:
   * a digest in it was verified, a tag says nothing.
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
