// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads one Protocol Buffers message field by field, strictly: it rejects what two readers could
 * understand differently.
 */
final class ProtoFields {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int MAX_FIELDS = 1 << 20;

  private final ByteBuf in;
  private int fields;
  private int number;
  private int type;

  ProtoFields(ByteBuf in) {
    this.in = in;
  }

  /** Moves to the next field. Returns whether there is one. */
  boolean advance() throws MalformedGrpcMessageException {
    if (!in.isReadable()) {
      return false;
    }
    if (++fields > MAX_FIELDS) {
      throw new MalformedGrpcMessageException("it has too many fields");
    }
    long tag = varint();
    if (tag < 0 || tag >>> 3 == 0 || tag >>> 3 > 536870911) {
      throw new MalformedGrpcMessageException("a field has an impossible number");
    }
    number = (int) (tag >>> 3);
    type = (int) (tag & 7);
    return true;
  }

  int number() {
    return number;
  }

  /** The field's value, which must have a length. */
  ByteBuf bytes() throws MalformedGrpcMessageException {
    if (type != LENGTH_DELIMITED) {
      throw new MalformedGrpcMessageException("field %d has an unexpected type".formatted(number));
    }
    return in.readSlice(length());
  }

  String text() throws MalformedGrpcMessageException {
    return text(bytes());
  }

  /** The text of a field's value. */
  String text(ByteBuf value) throws MalformedGrpcMessageException {
    ByteBuffer bytes = value.nioBuffer();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedGrpcMessageException("field %d is not UTF-8".formatted(number));
    }
  }

  /** The field's value, which must be a number: all 64 bits, of which Go keeps 32 in an enum. */
  long number64() throws MalformedGrpcMessageException {
    if (type != VARINT) {
      throw new MalformedGrpcMessageException("field %d has an unexpected type".formatted(number));
    }
    return varint();
  }

  void skip() throws MalformedGrpcMessageException {
    switch (type) {
      case VARINT -> varint();
      case 1 -> in.skipBytes(enough(8));
      case LENGTH_DELIMITED -> in.skipBytes(length());
      case 5 -> in.skipBytes(enough(4));
      default ->
          throw new MalformedGrpcMessageException("field %d has an unused type".formatted(number));
    }
  }

  private int length() throws MalformedGrpcMessageException {
    long length = varint();
    if (length < 0 || length > in.readableBytes()) {
      throw new MalformedGrpcMessageException(
          "field %d is longer than the message".formatted(number));
    }
    return (int) length;
  }

  private int enough(int bytes) throws MalformedGrpcMessageException {
    if (in.readableBytes() < bytes) {
      throw new MalformedGrpcMessageException("it ends early");
    }
    return bytes;
  }

  private long varint() throws MalformedGrpcMessageException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      enough(1);
      byte next = in.readByte();
      if (shift == 63 && next > 1) {
        break;
      }
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedGrpcMessageException("a number is too long");
  }
}
