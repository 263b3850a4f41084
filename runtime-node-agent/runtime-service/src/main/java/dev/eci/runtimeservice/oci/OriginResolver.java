package dev.eci.runtimeservice.oci;

import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.oci.ContainerFacts.Origin;
import java.util.Map;

/**
 * Whose containers come: a CRI's or a Docker Engine's. How the agent was started says which, since
 * everything in a config.json may be what somebody wrote.
 */
public interface OriginResolver {
  /**
   * What is known of the container beside its spec.
   *
   * @param image of an empty name if there is none
   */
  record ContainerOrigin(Origin origin, ImageIdentity image) {}

  /**
   * All that can be found out about the image, which may take a moment: asked only if a rule goes
   * by it.
   */
  default ImageIdentity resolveImage(ImageIdentity image) {
    return image;
  }

  ContainerOrigin resolve(String id, String bundle, Spec spec, Map<String, String> namespaceLabels)
      throws InvalidSpecException, CreateDeniedException;

  /**
   * What a bind mount shows, where that is not what its path says.
   *
   * @param source without links
   */
  String resolveSource(String source, Origin origin, MountTable mounts)
      throws CreateDeniedException;
}
