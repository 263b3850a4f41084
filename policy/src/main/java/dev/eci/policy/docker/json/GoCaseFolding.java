package dev.eci.policy.docker.json;

/**
 * Names that Go's encoding/json takes for the same. It folds by Unicode's simple case folding
 * (strings.EqualFold), where the Kelvin sign is a k and the long s is an s: {@code HoſtConfig}.
 */
public final class GoCaseFolding {
  private GoCaseFolding() {}

  /** Equal for names that are the same to Go. */
  public static String fold(String name) {
    StringBuilder folded = new StringBuilder();
    name.codePoints().map(GoCaseFolding::fold).forEach(folded::appendCodePoint);
    return folded.toString();
  }

  /** Up and down again, as simple folding's orbits meet there: K, k and U+212A all give k. */
  private static int fold(int c) {
    return Character.toLowerCase(Character.toUpperCase(Character.toLowerCase(c)));
  }
}
