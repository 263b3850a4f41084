// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A socket that forwards everything to another one, byte by byte, and records it. */
public final class RecordingRelay implements AutoCloseable {
  private final Path to;
  private final ServerSocketChannel server;
  private final List<Recorded> recorded = new CopyOnWriteArrayList<>();

  /** What went over one connection. */
  public static final class Recorded {
    private final ByteArrayOutputStream requests = new ByteArrayOutputStream();
    private final ByteArrayOutputStream responses = new ByteArrayOutputStream();

    public byte[] requests() {
      return requests.toByteArray();
    }

    public byte[] responses() {
      return responses.toByteArray();
    }
  }

  private RecordingRelay(Path to, ServerSocketChannel server) {
    this.to = to;
    this.server = server;
  }

  /** Both are paths in the host. */
  public static RecordingRelay start(DockerHost host, String listen, String to) {
    try {
      Path socket = host.outside(listen);
      Files.createDirectories(socket.getParent());
      Files.deleteIfExists(socket);
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket));
      RecordingRelay recordingRelay = new RecordingRelay(host.outside(to), server);
      Thread.ofVirtual().start(recordingRelay::accept);
      return recordingRelay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything so far, a connection each. */
  public List<Recorded> recorded() {
    return List.copyOf(recorded);
  }

  private void accept() {
    try {
      while (server.isOpen()) {
        SocketChannel caller = server.accept();
        SocketChannel engine = SocketChannel.open(UnixDomainSocketAddress.of(to));
        Recorded one = new Recorded();
        recorded.add(one);
        Thread.ofVirtual().start(() -> pump(caller, engine, one.requests));
        Thread.ofVirtual().start(() -> pump(engine, caller, one.responses));
      }
    } catch (AsynchronousCloseException e) {
      // the end of the relay
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pump(SocketChannel from, SocketChannel to, ByteArrayOutputStream record) {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    try {
      while (from.read(buffer) >= 0) {
        record.write(buffer.array(), 0, buffer.position());
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      shut(from);
      shut(to);
    }
  }

  private static void shut(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
