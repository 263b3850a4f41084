// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

/**
 * The message of a denial: the first violation, and where the others are. The API server accepts no
 * line breaks in a message, and one line of several sentences hides what to change.
 */
final class FallbackMessage {
  /** The API server returns messages of at most 5 KiB; a fixed message replaces longer ones. */
  private static final int LONGEST = 4000;

  private FallbackMessage() {}

  /** Rule and field of each violation in {@code found}: what precedes its sentence. */
  static String places() {
    return "variables.found.map(m, m.split(': ', 2)[0].replace(' (EciPolicy ' + strings.quote(variables.policyName) + ')', ''))";
  }

  /** Uses the variables {@code found} and {@code places}. */
  static String expression() {
    String all =
        "variables.found[0] + (size(variables.found) == 1 ? '' : ' Also denied: '"
            + " + variables.places.join(', ').substring(size(variables.places[0]) + 2) + '.')";
    return "[%2$s].map(m, size(m) > %1$d ? m.substring(0, %1$d) + '…' : m)[0]"
        .formatted(LONGEST, all);
  }
}
