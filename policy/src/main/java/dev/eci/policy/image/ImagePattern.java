// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

/**
 * An entry of an image list (SOCK-1), which matches the text of a reference.
 *
 * <p>A match is necessary, not sufficient: anyone can tag another image with an allowed name, so
 * for all but {@link AnyImagePattern} the digest of the image that is about to run must be checked
 * as well (SOCK-2). No pattern matches a reference of another repository.
 */
public sealed interface ImagePattern
    permits AnyImagePattern, AnyTagPattern, TagPattern, DigestPattern {
  /** Whether a container with this image reference may be on the list. */
  boolean matches(ImageReference image);

  /**
   * Parses {@code *}, {@code name:*}, {@code name[:tag]} or {@code name@digest}. The tag of {@code
   * name:tag@digest}, which tools that pin images write, is dropped: engines ignore it too.
   *
   * @throws InvalidImagePatternException with what to write instead
   */
  static ImagePattern parse(String text) {
    if (text.equals("*")) {
      return new AnyImagePattern();
    }
    boolean anyTag = text.endsWith(":*");
    String named = anyTag ? text.substring(0, text.length() - 2) : text;
    if (named.contains("*")) {
      throw new InvalidImagePatternException(
          UntrustedText.quote(text)
              + " has a '*' in the wrong place: write \"name:*\" for all tags of an image, or \"*\""
              + " alone for every image");
    }
    var image = parseReference(named);
    if (anyTag) {
      return AnyTagPattern.of(text, image);
    }
    return image.digest().isPresent() ? DigestPattern.of(image) : TagPattern.of(image);
  }

  private static ImageReference parseReference(String text) {
    try {
      return ImageReference.parse(text);
    } catch (InvalidImageReferenceException e) {
      throw new InvalidImagePatternException(String.valueOf(e.getMessage()));
    }
  }
}
