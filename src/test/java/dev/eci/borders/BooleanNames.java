// SPDX-License-Identifier: Apache-2.0
package dev.eci.borders;

import java.util.regex.Pattern;

/** How a method that returns a boolean may be called. */
final class BooleanNames {
  /** Reads as a statement that is true or false: {@code isSuccess}, {@code hasSigner}. */
  private static final Pattern STATEMENT =
      startsWith(
          "is|has|can|may|might|should|needs|requires"
              + "|accepts|admits|allows|applies|awaits|contains|covers|denies|ends|equals|exists"
              + "|exempts|expects|generates|includes|intersects|keeps|matches|opens|overlaps|protects"
              + "|reaches|requests|shares|starts|supports|verifies|test");

  /**
   * Verbs of methods that act, and return whether they did: whether a file was there to remove,
   * whether anything changed, whether the caller can continue. Their names say the act, as {@link
   * java.util.Collection#add} does, and callers that do not care ignore the result.
   */
  private static final Pattern ACT =
      startsWith(
          "add|advance|apply|await|count|create|decide|delete|frame|install|keep|map|reload|remove|replace|report"
              + "|request|run|set|shift|skip|start|try|undo");

  private BooleanNames() {}

  static boolean isAllowed(String method) {
    return STATEMENT.matcher(method).find() || ACT.matcher(method).find();
  }

  private static Pattern startsWith(String words) {
    return Pattern.compile("^(" + words + ")(?![a-z])");
  }
}
