// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.command;

/**
 * The number of typing errors between two short words: letters inserted, omitted, replaced, or two
 * neighbours swapped (optimal string alignment).
 */
final class EditDistance {
  private EditDistance() {}

  static int between(String a, String b) {
    int[][] slips = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        slips[i][j] = i == 0 || j == 0 ? i + j : last(slips, a, i, b, j);
      }
    }
    return slips[a.length()][b.length()];
  }

  private static int last(int[][] slips, String a, int i, String b, int j) {
    int replaced = slips[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int fewest = Math.min(replaced, 1 + Math.min(slips[i - 1][j], slips[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(fewest, 1 + slips[i - 2][j - 2]) : fewest;
  }
}
