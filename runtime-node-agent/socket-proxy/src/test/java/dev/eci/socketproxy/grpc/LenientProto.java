// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import io.netty.buffer.ByteBuf;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;

/**
 * Protocol Buffers as lenient readers take them (the encoding's documentation): fields in any
 * order, those of an unexpected type skipped, the message up to its first broken byte. Independent
 * of the code under test.
 */
final class LenientProto {
  private LenientProto() {}

  /**
   * Passes each field on.
   *
   * @param numbers field number as text, value
   * @param messages field number, bytes
   */
  static void read(
      ByteBuf in, ObjLongConsumer<Integer> numbers, BiConsumer<Integer, ByteBuf> messages) {
    try {
      while (in.isReadable()) {
        long tag = varint(in);
        int number = (int) (tag >>> 3);
        switch ((int) (tag & 7)) {
          case 0 -> numbers.accept(number, varint(in));
          case 1 -> in.skipBytes(8);
          case 2 -> messages.accept(number, in.readSlice((int) varint(in)));
          case 5 -> in.skipBytes(4);
          default -> {
            return;
          }
        }
      }
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // the message ends here
    }
  }

  private static long varint(ByteBuf in) {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte next = in.readByte();
      if (shift < 64) {
        value |= (long) (next & 0x7f) << shift;
      }
      if (next >= 0) {
        break;
      }
    }
    return value;
  }
}
