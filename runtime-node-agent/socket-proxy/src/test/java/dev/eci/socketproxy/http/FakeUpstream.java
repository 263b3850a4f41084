// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Takes the place of an engine. The test determines each byte of its responses, and when it is
 * sent.
 */
final class FakeUpstream implements AutoCloseable {
  /** The behavior on one connection. */
  interface Script {
    void play(Line line) throws IOException;
  }

  private final ServerSocketChannel server;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
  private volatile Script script;

  FakeUpstream(Path socket, Script script) throws IOException {
    this.script = script;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::accept);
  }

  /** Sends the same response to each request. */
  static Script always(String response) {
    return line -> {
      while (true) {
        line.request();
        line.send(response);
      }
    };
  }

  void plays(Script other) {
    script = other;
  }

  /** All requests that arrived, each with a body of its Content-Length. */
  List<String> requests() {
    return heads;
  }

  int connections() {
    return open.size();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel channel = server.accept();
        open.add(channel);
        Thread.ofVirtual()
            .start(() -> {
              try (channel) {
                script.play(new Line(channel));
              } catch (IOException e) {
                // the other end has closed
              }
            });
      }
    } catch (IOException e) {
      // the test has ended
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel channel : open) {
      channel.close();
    }
  }

  /** One connection. */
  final class Line {
    final SocketChannel channel;

    Line(SocketChannel channel) {
      this.channel = channel;
    }

    /** Reads one request. */
    String request() throws IOException {
      StringBuilder text = new StringBuilder();
      while (text.indexOf("\r\n\r\n") < 0) {
        text.append(read(1));
      }
      int at = text.toString().toLowerCase(Locale.ROOT).indexOf("content-length: ");
      if (at >= 0) {
        int length = Integer.parseInt(text.substring(at + 16, text.indexOf("\r\n", at)).strip());
        text.append(read(length));
      }
      heads.add(text.toString());
      return text.toString();
    }

    String read(int bytes) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(bytes);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          throw new IOException("closed");
        }
      }
      return new String(buffer.array(), StandardCharsets.ISO_8859_1);
    }

    String readAll() throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
      while (channel.read(buffer) >= 0) {
        all.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
      return all.toString(StandardCharsets.ISO_8859_1);
    }

    void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }
}
