// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

/**
 * {@code name:*}: every tag of a repository, and every digest, because an engine pulls the content
 * of {@code name@digest} from that repository.
 *
 * @param name the repository in full, {@link ImageReference#name()}
 */
public record AnyTagPattern(String name) implements ImagePattern {
  static AnyTagPattern of(String text, ImageReference image) {
    if (image.tag().isPresent() || image.digest().isPresent()) {
      throw new InvalidImagePatternException(
          UntrustedText.quote(text) + " has a tag or digest before \":*\"; write \"name:*\"");
    }
    return new AnyTagPattern(image.name());
  }

  @Override
  public boolean matches(ImageReference image) {
    return image.name().equals(name);
  }

  /**
   * The reference that the registry is queried for, to learn whether the repository contains a
   * digest.
   */
  ImageReference withDigest(String digest) {
    return ImageReference.parse(name + "@" + digest);
  }

  @Override
  public String toString() {
    return name + ":*";
  }
}
