// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.json;

/**
 * Folds names that Go's encoding/json treats as equal. Go uses Unicode's simple case folding
 * (strings.EqualFold), where the Kelvin sign is a k and the long s is an s: {@code HoſtConfig}.
 */
public final class GoCaseFolding {
  private GoCaseFolding() {}

  /** The same text for all names that Go treats as equal. */
  public static String fold(String name) {
    StringBuilder folded = new StringBuilder();
    name.codePoints().map(GoCaseFolding::fold).forEach(folded::appendCodePoint);
    return folded.toString();
  }

  /**
   * Lower, upper, and lower case again, because simple folding's orbits meet there: K, k and U+212A
   * all give k.
   */
  private static int fold(int c) {
    return Character.toLowerCase(Character.toUpperCase(Character.toLowerCase(c)));
  }
}
