// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Sends raw bytes. */
final class RawClient implements AutoCloseable {
  private final SocketChannel channel;

  RawClient(Path socket) throws IOException {
    channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    return this;
  }

  RawClient end() throws IOException {
    channel.shutdownOutput();
    return this;
  }

  /** The next bytes up to and including {@code end}. */
  String until(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (text.length() < end.length()
        || !text.substring(text.length() - end.length()).equals(end)) {
      if (channel.read(one.clear()) < 0) {
        throw new IOException("it ended after: " + text);
      }
      text.append((char) (one.get(0) & 0xff));
    }
    return text.toString();
  }

  String bytes(int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new IOException("it ended early");
      }
    }
    return new String(buffer.array(), StandardCharsets.ISO_8859_1);
  }

  /** All bytes until the other end closes its output. */
  String rest() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    while (channel.read(buffer) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  SocketChannel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
