// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.imageidentity;

import dev.eci.policy.image.ImageIdentity;
import java.util.Optional;

/**
 * Identifies the content of images. If the engine is unavailable, the content is unknown, and no
 * list contains the image.
 */
public interface ImageIdentities {
  /**
   * For an image that a request names to create a container. Empty if the engine has no such image.
   */
  Optional<ImageIdentity> named(String written);

  /**
   * For the image in the engine's record of a container.
   *
   * @param id of the image, in the record
   */
  ImageIdentity recorded(String written, String id);
}
