// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.oci.ContainerFacts.Origin;
import dev.eci.policy.oci.PodVolumeBind;
import java.util.Map;

/**
 * Resolves which workload a container belongs to, for containers of a CRI or of a Docker Engine.
 * The agent's start options choose between them, because a user can set anything in a config.json.
 */
public interface OriginResolver {
  /**
   * What is known about the container apart from its spec.
   *
   * @param image with an empty name if there is none
   */
  record ContainerOrigin(Origin origin, ImageIdentity image) {}

  /**
   * Resolves everything about the image. That can take a moment, so it is called only if a rule
   * depends on it.
   */
  default ImageIdentity resolveImage(ImageIdentity image) {
    return image;
  }

  ContainerOrigin resolve(String id, String bundle, Spec spec, Map<String, String> namespaceLabels)
      throws InvalidSpecException, CreateDeniedException;

  /**
   * Returns the host path that a bind mount exposes, where it differs from the source.
   *
   * @param source without links
   * @param canonical the source by the default directories that policy knows
   */
  PodVolumeBind resolveSource(String source, String canonical, Origin origin, MountTable mounts)
      throws CreateDeniedException;
}
