// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.tar;

import java.nio.charset.StandardCharsets;

/** A header block: its fields, in octal or in base 256. */
final class TarBlock {
  static final int SIZE = 512;
  private static final int NAME = 0;
  private static final int NAME_LENGTH = 100;
  private static final int UID = 108;
  private static final int GID = 116;
  private static final int ID_LENGTH = 8;
  private static final int LENGTH = 124;
  private static final int LENGTH_LENGTH = 12;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int PREFIX_LENGTH = 155;
  private static final int MORE_SPARSE = 482;
  private static final int LARGEST_OCTAL = 07777777;

  final byte[] bytes = new byte[SIZE];

  /** Whether readers accept it as a header. */
  boolean hasValidChecksum() {
    return number(CHECKSUM, CHECKSUM_LENGTH) == sum();
  }

  char type() {
    return (char) (bytes[TYPE] & 0xff);
  }

  long uid() {
    return number(UID, ID_LENGTH);
  }

  long gid() {
    return number(GID, ID_LENGTH);
  }

  /** -1 if the field is invalid. */
  long length() {
    return number(LENGTH, LENGTH_LENGTH);
  }

  boolean hasMoreSparseEntries() {
    return type() == 'S' && bytes[MORE_SPARSE] != 0;
  }

  String path() {
    String name = text(NAME, NAME_LENGTH);
    boolean posix = bytes[MAGIC] == 'u' && bytes[MAGIC + 4] == 'r' && bytes[MAGIC + 5] == 0;
    String prefix = posix ? text(PREFIX, PREFIX_LENGTH) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  void owner(long uid, long gid) {
    put(UID, ID_LENGTH, uid);
    put(GID, ID_LENGTH, gid);
    seal();
  }

  void length(int length) {
    octal(LENGTH, LENGTH_LENGTH, length);
    seal();
  }

  private void seal() {
    octal(CHECKSUM, CHECKSUM_LENGTH - 1, sum());
    bytes[CHECKSUM + CHECKSUM_LENGTH - 1] = ' ';
  }

  private long sum() {
    long sum = 0;
    for (int i = 0; i < SIZE; i++) {
      boolean inChecksum = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
      sum += inChecksum ? ' ' : bytes[i] & 0xff;
    }
    return sum;
  }

  private String text(int at, int length) {
    int end = at;
    while (end < at + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, at, end - at, StandardCharsets.UTF_8);
  }

  private long number(int at, int length) {
    return (bytes[at] & 0x80) != 0 ? binary(at, length) : octal(at, length);
  }

  private long binary(int at, int length) {
    long value = bytes[at] & 0x7f;
    for (int i = at + 1; i < at + length; i++) {
      if (value >>> 54 != 0) {
        return -1;
      }
      value = value << 8 | (bytes[i] & 0xff);
    }
    return value;
  }

  private long octal(int at, int length) {
    long value = 0;
    boolean ended = false;
    boolean started = false;
    for (int i = at; i < at + length; i++) {
      byte b = bytes[i];
      if (b == ' ' || b == 0) {
        ended = started;
      } else if (b < '0' || b > '7' || ended) {
        return -1;
      } else {
        started = true;
        value = value << 3 | (b - '0');
      }
    }
    return value;
  }

  private void put(int at, int length, long value) {
    if (value <= LARGEST_OCTAL) {
      octal(at, length, value);
    } else {
      for (int i = at + length - 1; i > at; i--) {
        bytes[i] = (byte) value;
        value >>>= 8;
      }
      bytes[at] = (byte) 0x80;
    }
  }

  private void octal(int at, int length, long value) {
    bytes[at + length - 1] = 0;
    for (int i = at + length - 2; i >= at; i--) {
      bytes[i] = (byte) ('0' + (value & 7));
      value >>>= 3;
    }
  }
}
