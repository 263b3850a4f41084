package dev.eci.policy.image;

import java.util.Optional;

/**
 * {@code name:tag}; without a tag {@code latest} is meant, on both sides.
 *
 * <p>A reference that carries a digest never matches: of {@code docker:cli@sha256:…} engines ignore
 * the tag, so anyone could write {@code cli} before the digest of whatever else the repository
 * holds. Whether that digest is the one the tag stands for, only SOCK-2 can tell.
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

  /** What a registry is asked for. */
  public ImageReference reference() {
    return ImageReference.parse(toString());
  }

  /** Whether it may be about the image: by its text, or by a digest whose tag nobody can tell. */
  boolean mayMatch(ImageReference image) {
    return matches(image) || (image.digest().isPresent() && image.name().equals(name));
  }

  @Override
  public String toString() {
    return name + ":" + tag;
  }
}
