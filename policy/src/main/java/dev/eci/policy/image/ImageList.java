package dev.eci.policy.image;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The images that may do something, {@code imageList.images} (SOCK-1). Empty: none may.
 *
 * <p>Errors: {@link InvalidImagePatternException} for {@code "*"} beside other entries, which would
 * hide that they mean nothing.
 */
public record ImageList(List<ImagePattern> patterns) {
  public ImageList {
    patterns = List.copyOf(patterns);
    if (patterns.size() > 1 && patterns.stream().anyMatch(AnyImagePattern.class::isInstance)) {
      throw new InvalidImagePatternException(
          "\"*\" allows every image, so it must be the only entry; remove it or the others");
    }
  }

  /** Reads the entries as written; errors start with the entry, {@code images[2]: …}. */
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
