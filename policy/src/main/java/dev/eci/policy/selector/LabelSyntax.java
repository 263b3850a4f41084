// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.selector;

import java.util.regex.Pattern;

/**
 * The syntax of a label's key and value (Kubernetes, "Labels and Selectors", syntax and character
 * set).
 */
public final class LabelSyntax {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
  private static final Pattern PREFIX =
      Pattern.compile("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*");

  private LabelSyntax() {}

  /** Throws IllegalArgumentException, with the reason, if {@code key} cannot be a label's key. */
  public static void checkKey(String key) {
    int slash = key.indexOf('/');
    String prefix = slash < 0 ? "" : key.substring(0, slash);
    boolean prefixFits = slash < 0 || (prefix.length() <= 253 && PREFIX.matcher(prefix).matches());
    if (!prefixFits || !NAME.matcher(key.substring(slash + 1)).matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not a label key; use [prefix/]name with letters, digits, '-', '_' and '.', at most 63 in the name"
              .formatted(key));
    }
  }

  /**
   * Throws IllegalArgumentException, with the reason, if {@code value} cannot be a label's value.
   */
  public static void checkValue(String value) {
    if (!value.isEmpty() && !NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not a label value; use at most 63 letters, digits, '-', '_' and '.'"
              .formatted(value));
    }
  }
}
