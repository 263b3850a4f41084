// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The part of DER that certificate extensions need. */
final class Der {
  static final int OCTETS = 0x04;
  static final int OID = 0x06;
  static final int UTF8 = 0x0c;
  static final int SEQUENCE = 0x30;

  private static final int LENGTH_BYTES_MAX = 3;

  private Der() {}

  /**
   * One value.
   *
   * @param whole including its tag and length
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Value(int tag, byte[] content, byte[] whole) {}

  /** The content of {@code der}, which must be one value with that tag. */
  static byte[] content(byte[] der, int tag) throws SignatureVerificationException {
    List<Value> values = values(der);
    if (values.size() != 1 || values.getFirst().tag() != tag) {
      throw new SignatureVerificationException("its certificate cannot be read");
    }
    return values.getFirst().content();
  }

  /** The values whose sequence {@code der} is. */
  static List<Value> values(byte[] der) throws SignatureVerificationException {
    List<Value> values = new ArrayList<>();
    int at = 0;
    while (at < der.length) {
      int lengthBytes = at + 1 < der.length ? Math.max(0, (der[at + 1] & 0xff) - 0x80) : 0;
      int begin = at + 2 + lengthBytes;
      if (begin > der.length || lengthBytes > LENGTH_BYTES_MAX) {
        throw new SignatureVerificationException("its certificate cannot be read");
      }
      int length = lengthBytes == 0 ? der[at + 1] & 0x7f : 0;
      for (int i = 0; i < lengthBytes; i++) {
        length = (length << 8) | (der[at + 2 + i] & 0xff);
      }
      if (length > der.length - begin) {
        throw new SignatureVerificationException("its certificate cannot be read");
      }
      values.add(
          new Value(
              der[at] & 0xff,
              Arrays.copyOfRange(der, begin, begin + length),
              Arrays.copyOfRange(der, at, begin + length)));
      at = begin + length;
    }
    return values;
  }

  /** Encodes a value from its parts. */
  static byte[] of(int tag, List<byte[]> parts) {
    int length = parts.stream().mapToInt(part -> part.length).sum();
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    if (length < 0x80) {
      der.write(length);
    } else {
      int lengthBytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
      der.write(0x80 + lengthBytes);
      for (int i = lengthBytes - 1; i >= 0; i--) {
        der.write(length >> (8 * i));
      }
    }
    parts.forEach(der::writeBytes);
    return der.toByteArray();
  }
}
