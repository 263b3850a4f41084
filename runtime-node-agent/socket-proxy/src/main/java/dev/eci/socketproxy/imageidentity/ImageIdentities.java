package dev.eci.socketproxy.imageidentity;

import dev.eci.policy.image.ImageIdentity;
import java.util.Optional;

/**
 * Tells which content an image is. Where the engine cannot be asked nothing is known of it, so that
 * it is on no list.
 */
public interface ImageIdentities {
  /**
   * Of an image that people name, in a request to create a container. Empty if the engine has none
   * under that name.
   */
  Optional<ImageIdentity> named(String written);

  /**
   * Of the image that an engine's record of a container names.
   *
   * @param id as the record tells it
   */
  ImageIdentity recorded(String written, String id);
}
