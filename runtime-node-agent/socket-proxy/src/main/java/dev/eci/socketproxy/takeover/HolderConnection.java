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
 * The filtered socket in our hands, and the connection to its keeper, by which each of the two
 * knows that the other lives.
 */
final class HolderConnection implements AutoCloseable {
  private static final Duration ANSWERS = Duration.ofSeconds(5);
  private static final String GUARD = "g";

  private final Socket holder;
  private final int listening;

  private HolderConnection(Socket keeper, int listening) {
    this.holder = keeper;
    this.listening = listening;
  }

  /** From the keeper that listens at {@code control}. */
  static HolderConnection receive(Path control) throws IOException {
    // loads the library that the sockets are in
    Epoll.ensureAvailability();
    Socket keeper = Socket.newSocketDomain();
    try {
      if (!keeper.connect(new DomainSocketAddress(control.toString()))) {
        throw new IOException("the socket's keeper does not accept");
      }
      long end = System.nanoTime() + ANSWERS.toNanos();
      while (true) {
        int received = keeper.recvFd();
        if (received > 0) {
          return new HolderConnection(keeper, received);
        }
        if (received < 0 || System.nanoTime() - end > 0) {
          throw new IOException("the socket's keeper does not hand over the socket");
        }
        pause();
      }
    } catch (IOException | RuntimeException e) {
      keeper.close();
      throw e;
    }
  }

  /** Its descriptor, which listens already; whoever serves it closes it. */
  int listening() {
    return listening;
  }

  /** Whether the keeper has ended. */
  boolean isLost() {
    try {
      return holder.read(ByteBuffer.allocateDirect(1), 0, 1) < 0;
    } catch (IOException e) {
      return true;
    }
  }

  /** Tells the keeper which path to guard when nobody holds this. */
  void guard(Path publicly) throws IOException {
    send(GUARD + publicly);
  }

  private void send(String word) throws IOException {
    byte[] line = (word + "\n").getBytes(StandardCharsets.UTF_8);
    int written = holder.write(ByteBuffer.allocateDirect(line.length).put(line), 0, line.length);
    if (written != line.length) {
      throw new IOException("the socket's keeper does not listen");
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
      throw new IOException("interrupted while waiting for the socket's keeper", e);
    }
  }
}
