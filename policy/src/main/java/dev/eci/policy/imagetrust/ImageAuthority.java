// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.imagetrust;

import dev.eci.policy.image.ImageReference;
import java.util.List;

/**
 * One entry of a policy's authorities.
 *
 * @param name for messages
 * @param images the repositories whose images it may sign
 * @param fingerprint of the signer: the key of its verification results
 */
public record ImageAuthority(String name, List<ImageGlob> images, String fingerprint) {
  public ImageAuthority {
    images = List.copyOf(images);
  }

  /** Whether it names the image's registry, rather than a pattern of registries. */
  public boolean isForRegistryOf(ImageReference image) {
    return images.stream().anyMatch(glob -> glob.text().startsWith(image.domain() + "/"));
  }

  public boolean appliesTo(ImageReference image) {
    return images.stream().anyMatch(glob -> glob.matches(image));
  }
}
