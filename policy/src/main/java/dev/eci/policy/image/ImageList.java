// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The images that are allowed something, {@code imageList.images} (SOCK-1). Empty: none.
 *
 * <p>Errors: {@link InvalidImagePatternException} for {@code "*"} next to other entries, because it
 * would hide that they have no effect.
 */
public record ImageList(List<ImagePattern> patterns) {
  public ImageList {
    patterns = List.copyOf(patterns);
    if (patterns.size() > 1 && patterns.stream().anyMatch(AnyImagePattern.class::isInstance)) {
      throw new InvalidImagePatternException(
          "\"*\" allows every image, so it must be the only entry; remove it or the others");
    }
  }

  /** Parses the entries as written; errors start with the entry, {@code images[2]: …}. */
  public static ImageList parse(List<String> images) {
    return new ImageList(
        IntStream.range(0, images.size()).mapToObj(i -> parse(i, images.get(i))).toList());
  }

  private static ImagePattern parse(int index, String image) {
    try {
      return ImagePattern.parse(image);
    } catch (InvalidImagePatternException e) {
      throw new InvalidImagePatternException("images[" + index + "]: " + e.getMessage());
    }
  }
}
