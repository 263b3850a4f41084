package dev.eci.runtimeservice.server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** Frames of docs/protocol.md on a blocking channel. */
final class FrameCodec {
  static final int LARGEST = 16 << 20;

  /** Memory is taken as bytes arrive, never on the word of a length. */
  private static final int CHUNK = 64 << 10;

  private final ByteChannel channel;

  FrameCodec(ByteChannel channel) {
    this.channel = channel;
  }

  /**
   * The next frame.
   *
   * @param most what the caller can use; a larger frame is read to its end and dropped, so that the
   *     other side can still be told why
   * @throws FrameTooLargeException if it has more than {@code most} bytes
   */
  byte[] read(int most) throws IOException {
    ByteBuffer length = ByteBuffer.allocate(4);
    fill(length);
    long size = Integer.toUnsignedLong(length.flip().getInt());
    if (size > LARGEST) {
      throw new IOException("a frame of %d bytes was announced".formatted(size));
    }
    boolean keep = size <= most;
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
      throw new FrameTooLargeException(size, most);
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
        throw new EOFException("the launcher closed the connection within a frame");
      }
    }
  }

  /** A frame within the protocol's limit and beyond what can be dealt with here. */
  static final class FrameTooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    FrameTooLargeException(long size, int most) {
      super("%d bytes, of which at most %d can be read".formatted(size, most));
    }
  }
}
