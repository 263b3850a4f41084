// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.seccomp;

import java.util.Optional;

/**
 * A comparison of one argument of a system call, of 64 unsigned bits (OCI config-linux, {@code
 * syscalls[].args[]}).
 *
 * @param index of the argument, 0 to 5
 * @param value the mask of SCMP_CMP_MASKED_EQ
 * @param valueTwo what the masked argument is equal to; used by SCMP_CMP_MASKED_EQ only
 */
public record SeccompCondition(int index, Operator operator, long value, long valueTwo) {
  private static final long ALL_BITS = -1L;

  /** The kernel's int arguments: it ignores the upper half of the register. */
  private static final long INT_BITS = 0xffff_ffffL;

  /** The operators of the specification. */
  public enum Operator {
    SCMP_CMP_NE,
    SCMP_CMP_LT,
    SCMP_CMP_LE,
    SCMP_CMP_EQ,
    SCMP_CMP_GE,
    SCMP_CMP_GT,
    SCMP_CMP_MASKED_EQ
  }

  static SeccompCondition equal(int index, long value) {
    return new SeccompCondition(index, Operator.SCMP_CMP_EQ, value, 0);
  }

  static SeccompCondition masked(int index, long mask, long value) {
    return mask == ALL_BITS
        ? equal(index, value)
        : new SeccompCondition(index, Operator.SCMP_CMP_MASKED_EQ, mask, value & mask);
  }

  /** As the kernel reads an int. */
  static SeccompCondition ofInt(int index, int value) {
    return masked(index, INT_BITS, value);
  }

  /** Whether an argument with this value fulfils it. */
  public boolean matches(long argument) {
    int order = Long.compareUnsigned(argument, value);
    return switch (operator) {
      case SCMP_CMP_NE -> order != 0;
      case SCMP_CMP_LT -> order < 0;
      case SCMP_CMP_LE -> order <= 0;
      case SCMP_CMP_EQ -> order == 0;
      case SCMP_CMP_GE -> order >= 0;
      case SCMP_CMP_GT -> order > 0;
      case SCMP_CMP_MASKED_EQ -> (argument & value) == (valueTwo & value);
    };
  }

  /**
   * One condition that implies this one and {@code other}, a masked one of the same argument;
   * libseccomp compares an argument once in a rule. Empty if there is no such condition.
   */
  Optional<SeccompCondition> and(SeccompCondition other) {
    long bits = other.mask();
    long wanted = other.wanted();
    if (operator != Operator.SCMP_CMP_EQ && operator != Operator.SCMP_CMP_MASKED_EQ) {
      return bits == INT_BITS && matches(wanted)
          ? Optional.of(equal(index, wanted))
          : Optional.empty();
    }
    return (mask() & bits & (wanted() ^ wanted)) == 0
        ? Optional.of(masked(index, mask() | bits, wanted() | wanted))
        : Optional.empty();
  }

  private long mask() {
    return operator == Operator.SCMP_CMP_EQ ? ALL_BITS : value;
  }

  private long wanted() {
    return operator == Operator.SCMP_CMP_EQ ? value : valueTwo & value;
  }
}
