// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.changes;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Finds the objects of a JSON array in a stream, and writes an array of those that {@link Elements}
 * keeps. What is no array of objects passes unchanged.
 */
final class JsonArraySplitter {
  /** Paths are at most 4096 bytes, of up to six characters each. */
  private static final int MAX_ELEMENT_BYTES = 1 << 18;

  private enum State {
    BEFORE,
    BETWEEN,
    OBJECT,
    STRING,
    ESCAPE,
    UNCHANGED
  }

  /** Receives each object, and decides what is written at its place. */
  @FunctionalInterface
  interface Elements {
    /**
     * Decides about the next object.
     *
     * @param keep writes an object
     */
    void next(byte[] object, Consumer<byte[]> keep);
  }

  private final Elements elements;
  private final ByteArrayOutputStream object = new ByteArrayOutputStream();
  private State state = State.BEFORE;
  private int depth;
  private boolean isEmpty = true;

  JsonArraySplitter(Elements elements) {
    this.elements = elements;
  }

  /** Splits the next part of the stream. */
  void split(ByteBuf in, ByteArrayOutputStream out) {
    while (in.isReadable()) {
      step(in.readByte(), out);
    }
  }

  /** Writes what was read of an object that did not end. */
  void end(ByteArrayOutputStream out) {
    if (object.size() > 0) {
      write(object.toByteArray(), out);
      object.reset();
    }
    state = State.UNCHANGED;
  }

  private void step(byte next, ByteArrayOutputStream out) {
    switch (state) {
      case BEFORE -> {
        out.write(next);
        state = next == '[' ? State.BETWEEN : isSpace(next) ? State.BEFORE : State.UNCHANGED;
      }
      case BETWEEN -> between(next, out);
      case UNCHANGED -> out.write(next);
      case OBJECT, STRING, ESCAPE -> {
        object.write(next);
        state = inObject(next);
        if (depth == 0) {
          byte[] whole = object.toByteArray();
          object.reset();
          state = State.BETWEEN;
          elements.next(whole, kept -> write(kept, out));
        } else if (object.size() > MAX_ELEMENT_BYTES) {
          end(out);
        }
      }
    }
  }

  private void between(byte next, ByteArrayOutputStream out) {
    if (next == '{') {
      object.write(next);
      depth = 1;
      state = State.OBJECT;
    } else if (next != ',' && !isSpace(next)) {
      // the end of the array, or what the engine does not write
      out.write(next);
      state = State.UNCHANGED;
    }
  }

  private State inObject(byte next) {
    return switch (state) {
      case STRING -> next == '\\' ? State.ESCAPE : next == '"' ? State.OBJECT : State.STRING;
      case ESCAPE -> State.STRING;
      default -> {
        depth += next == '{' || next == '[' ? 1 : next == '}' || next == ']' ? -1 : 0;
        yield next == '"' ? State.STRING : State.OBJECT;
      }
    };
  }

  private void write(byte[] kept, ByteArrayOutputStream out) {
    if (!isEmpty) {
      out.write(',');
    }
    isEmpty = false;
    out.writeBytes(kept);
  }

  private static boolean isSpace(byte next) {
    return next == ' ' || next == '\n' || next == '\r' || next == '\t';
  }
}
