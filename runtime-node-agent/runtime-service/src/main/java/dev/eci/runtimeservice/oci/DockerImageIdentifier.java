// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.image.ImageIdentity;

/** Identifies the content of a Docker Engine's images. */
@FunctionalInterface
public interface DockerImageIdentifier {
  /**
   * Identifies the image of a container.
   *
   * @param written the name in the container's configuration
   * @param id from the engine's record of the container
   */
  ImageIdentity identify(String written, String id);
}
