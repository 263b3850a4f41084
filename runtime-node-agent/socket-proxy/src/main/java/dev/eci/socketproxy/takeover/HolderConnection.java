// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.takeover;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A connection to the socket holder, and the proxied socket that was received over it. Each of the
 * two processes sees by the connection that the other one lives.
 */
final class HolderConnection implements AutoCloseable {
  private static final Duration RESPONSE_LIMIT = Duration.ofSeconds(5);
  private static final String GUARD = "g";

  private final Socket holder;
  private final int listening;

  private HolderConnection(Socket holder, int listening) {
    this.holder = holder;
    this.listening = listening;
  }

  /** Receives the socket from the holder that listens at {@code control}. */
  static HolderConnection receive(Path control) throws IOException {
    // loads the native library of the sockets
    Epoll.ensureAvailability();
    Socket holder = Socket.newSocketDomain();
    try {
      if (!holder.connect(new DomainSocketAddress(control.toString()))) {
        throw new IOException("the socket holder does not accept the connection");
      }
      long end = System.nanoTime() + RESPONSE_LIMIT.toNanos();
      while (true) {
        int received = holder.recvFd();
        if (received > 0) {
          return new HolderConnection(holder, received);
        }
        if (received < 0 || System.nanoTime() - end > 0) {
          throw new IOException("the socket holder does not hand over the socket");
        }
        pause();
      }
    } catch (IOException | RuntimeException e) {
      holder.close();
      throw e;
    }
  }

  /** The descriptor of the listening socket; the server closes it. */
  int listening() {
    return listening;
  }

  /** Whether the holder has ended. */
  boolean isLost() {
    try {
      return holder.read(ByteBuffer.allocateDirect(1), 0, 1) < 0;
    } catch (IOException e) {
      return true;
    }
  }

  /** Sends the path that the holder guards while no agent is connected. */
  void guard(Path publicPath) throws IOException {
    send(GUARD + publicPath);
  }

  private void send(String command) throws IOException {
    byte[] line = (command + "\n").getBytes(StandardCharsets.UTF_8);
    int written = holder.write(ByteBuffer.allocateDirect(line.length).put(line), 0, line.length);
    if (written != line.length) {
      throw new IOException("the socket holder does not accept commands");
    }
  }

  @Override
  public void close() throws IOException {
    holder.close();
  }

  static void pause() throws IOException {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the socket holder", e);
    }
  }
}
