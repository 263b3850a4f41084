// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

/** Estimates the memory of a JSON text as values, before any is created. */
final class JsonCost {
  /** A member with a short name and a short value, and its places in two lists. */
  private static final int BYTES_PER_VALUE = 200;

  /** The texts of the values, and the same written again. */
  private static final int COPIES = 3;

  private JsonCost() {}

  /** At least what the values need: separators in strings are counted too. */
  static long of(byte[] text, int length) {
    long separators = 0;
    for (int i = 0; i < length; i++) {
      switch (text[i]) {
        case ',', '[', '{' -> separators++;
        default -> {}
      }
    }
    return (long) COPIES * length
        + BYTES_PER_VALUE * Math.min(separators + 1, JsonReader.MAX_VALUES);
  }
}
