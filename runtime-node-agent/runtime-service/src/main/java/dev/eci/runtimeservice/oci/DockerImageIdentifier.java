package dev.eci.runtimeservice.oci;

import dev.eci.policy.image.ImageIdentity;

/** Who tells which content the images of a Docker Engine are. */
@FunctionalInterface
public interface DockerImageIdentifier {
  /**
   * What is known of the image of a container.
   *
   * @param written as people named it
   * @param id as the engine's record of the container has it
   */
  ImageIdentity identify(String written, String id);
}
