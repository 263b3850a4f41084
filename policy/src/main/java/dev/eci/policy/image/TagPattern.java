// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import java.util.Optional;

/**
 * {@code name:tag}; a missing tag means {@code latest}, on both sides.
 *
 * <p>A reference with a digest never matches: engines ignore the tag in {@code
 * docker:cli@sha256:…}, so anyone could write {@code cli} before the digest of any other image in
 * the repository. Only SOCK-2 can check whether the tag resolves to that digest.
 *
 * @param name the repository in full, {@link ImageReference#name()}
 */
public record TagPattern(String name, String tag) implements ImagePattern {
  static TagPattern of(ImageReference image) {
    return new TagPattern(image.name(), image.withDefaultTag().tag().orElseThrow());
  }

  @Override
  public boolean matches(ImageReference image) {
    return image.digest().isEmpty()
        && image.name().equals(name)
        && image.withDefaultTag().tag().equals(Optional.of(tag));
  }

  /** The reference that the registry is queried for. */
  public ImageReference reference() {
    return ImageReference.parse(toString());
  }

  /** Whether it might apply to the image: by its text, or by a digest whose tag is unknown. */
  boolean mightMatch(ImageReference image) {
    return matches(image) || (image.digest().isPresent() && image.name().equals(name));
  }

  @Override
  public String toString() {
    return name + ":" + tag;
  }
}
