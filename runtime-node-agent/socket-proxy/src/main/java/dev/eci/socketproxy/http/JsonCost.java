// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

/** The memory of a JSON text as values, before any is created. */
final class JsonCost {
  /** A member with a short name and a short value, and its places in two lists. */
  private static final long BYTES_PER_VALUE = 200;

  /** Of the values of one body. */
  static final long MOST_OF_VALUES = BYTES_PER_VALUE * JsonReader.MAX_VALUES;

  /** The text itself, the texts of the values, and the same written again. */
  private static final int COPIES = 4;

  private JsonCost() {}

  /** Of the texts in so many bytes of JSON. */
  static long ofText(long length) {
    return COPIES * length;
  }

  /**
   * What the values need, without their texts.
   *
   * @throws MalformedMessageException if they are too many
   */
  static long ofValues(byte[] text, int length) throws MalformedMessageException {
    int commas = 0;
    int containers = 0;
    boolean isInString = false;
    for (int i = 0; i < length; i++) {
      switch (text[i]) {
        case '"' -> isInString = !isInString;
        case '\\' -> i += isInString ? 1 : 0;
        case ',' -> commas += isInString ? 0 : 1;
        case '[', '{' -> containers += isInString ? 0 : 1;
        default -> {}
      }
    }
    // behind each comma is a value, and each container is one
    if (Math.max(commas + 1, containers) > JsonReader.MAX_VALUES) {
      throw JsonReader.tooManyValues();
    }
    return BYTES_PER_VALUE * Math.min(commas + containers + 1, JsonReader.MAX_VALUES);
  }
}
