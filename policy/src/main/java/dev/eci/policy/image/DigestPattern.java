// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import java.util.Optional;

/**
 * {@code name@digest}: that content of that repository. A reference by tag does not match, whatever
 * digest the tag resolves to.
 *
 * @param name the repository in full, {@link ImageReference#name()}
 */
public record DigestPattern(String name, String digest) implements ImagePattern {
  static DigestPattern of(ImageReference image) {
    return new DigestPattern(image.name(), image.digest().orElseThrow());
  }

  @Override
  public boolean matches(ImageReference image) {
    return image.name().equals(name) && image.digest().equals(Optional.of(digest));
  }

  @Override
  public String toString() {
    return name + "@" + digest;
  }
}
