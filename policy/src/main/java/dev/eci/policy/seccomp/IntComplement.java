// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.seccomp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * All values of an argument but some small ones, as conditions: one for what is greater, and one
 * for each block of values that share their upper bits, like the prefixes of an address range.
 * libseccomp has no "none of these".
 */
final class IntComplement {
  private IntComplement() {}

  /**
   * The conditions of which each other value fulfils one.
   *
   * @param values not negative, at least one
   */
  static List<SeccompCondition> of(int index, Collection<Integer> values) {
    int bits =
        Integer.SIZE - Integer.numberOfLeadingZeros(values.stream().reduce(0, (a, b) -> a | b));
    List<SeccompCondition> blocks = new ArrayList<>();
    blocks.add(
        new SeccompCondition(index, SeccompCondition.Operator.SCMP_CMP_GT, (1L << bits) - 1, 0));
    split(index, bits, bits, 0, List.copyOf(values), blocks);
    return blocks;
  }

  /** The block of the values that are equal to {@code prefix} above their {@code low} low bits. */
  private static void split(
      int index,
      int bits,
      int low,
      long prefix,
      List<Integer> values,
      List<SeccompCondition> blocks) {
    List<Integer> within =
        values.stream().filter(value -> value >>> low == prefix >>> low).toList();
    if (within.isEmpty()) {
      blocks.add(SeccompCondition.masked(index, (1L << bits) - (1L << low), prefix));
    } else if (low > 0) {
      split(index, bits, low - 1, prefix, within, blocks);
      split(index, bits, low - 1, prefix | 1L << (low - 1), within, blocks);
    }
  }
}
