// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** Frames of docs/protocol.md on a blocking channel. */
final class FrameCodec {
  static final int MAX_FRAME = 16 << 20;

  /** The announced length allocates no memory; only bytes that arrived do. */
  private static final int CHUNK = 64 << 10;

  private final ByteChannel channel;

  FrameCodec(ByteChannel channel) {
    this.channel = channel;
  }

  /**
   * Reads the next frame.
   *
   * @param max the size that the caller accepts; a larger frame is read to its end and dropped, so
   *     that the peer can still read the response
   * @throws FrameTooLargeException if it has more than {@code max} bytes
   */
  byte[] read(int max) throws IOException {
    ByteBuffer length = ByteBuffer.allocate(4);
    fill(length);
    long size = Integer.toUnsignedLong(length.flip().getInt());
    if (size > MAX_FRAME) {
      throw new IOException("a frame of %d bytes was announced".formatted(size));
    }
    boolean keep = size <= max;
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(size, CHUNK));
    for (long left = size; left > 0; left -= chunk.limit()) {
      chunk.clear().limit((int) Math.min(left, chunk.capacity()));
      fill(chunk);
      if (keep) {
        frame.write(chunk.array(), 0, chunk.limit());
      }
    }
    if (!keep) {
      throw new FrameTooLargeException(size, max);
    }
    return frame.toByteArray();
  }

  void write(byte[] content) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(4 + content.length);
    frame.putInt(content.length).put(content).flip();
    while (frame.hasRemaining()) {
      channel.write(frame);
    }
  }

  private void fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("eci-runtime closed the connection within a frame");
      }
    }
  }

  /** The frame is within the protocol's limit but larger than the caller accepts. */
  static final class FrameTooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    FrameTooLargeException(long size, int max) {
      super("%d bytes, of which at most %d are supported".formatted(size, max));
    }
  }
}
