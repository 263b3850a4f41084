// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Serves the eci-runtime processes of this node, several at a time. */
public final class LauncherServer implements AutoCloseable {
  private static final Log LOG = Log.of(LauncherServer.class);

  /** Each request holds a config in memory. Further ones wait in the socket's queue. */
  private static final int MAX_CONCURRENT = 16;

  private final ListenSocketFile socket;
  private final PeerCheck peerCheck;
  private final CreateExchange createExchange;
  private final Duration limit;
  private final Semaphore slots = new Semaphore(MAX_CONCURRENT);
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("socket-clock").unstarted(task));

  private LauncherServer(ListenSocketFile socket, Duration limit, CreateHandler handler)
      throws IOException {
    this.socket = socket;
    this.peerCheck = PeerCheck.ownerOf(socket.path());
    this.limit = limit;
    this.createExchange = new CreateExchange(handler);
  }

  /**
   * Starts to serve.
   *
   * @param limit for one whole exchange; eci-runtime does not wait longer either
   */
  public static LauncherServer start(Path path, Duration limit, CreateHandler handler)
      throws IOException {
    LauncherServer server = new LauncherServer(ListenSocketFile.open(path), limit, handler);
    Thread.ofPlatform().name("socket").start(server::accept);
    LOG.info("serving eci-runtime", "socket", path);
    return server;
  }

  private void accept() {
    while (socket.channel().isOpen()) {
      try {
        slots.acquire();
        SocketChannel channel = socket.channel().accept();
        Thread.ofVirtual().start(() -> serve(channel));
      } catch (ClosedChannelException e) {
        slots.release();
        return;
      } catch (IOException e) {
        // for example too many open files, which is temporary
        slots.release();
        LOG.warn("cannot accept a connection", "error", e.getMessage());
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void serve(SocketChannel channel) {
    ScheduledFuture<?> end =
        clock.schedule(() -> close(channel), limit.toMillis(), TimeUnit.MILLISECONDS);
    try (channel) {
      if (peerCheck.isAllowed(channel)) {
        createExchange.serve(channel);
      } else {
        LOG.warn("rejected a connection of another user");
      }
    } catch (IOException e) {
      LOG.warn("connection to eci-runtime closed unexpectedly", "error", e.getMessage());
    } finally {
      end.cancel(false);
      slots.release();
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("cannot close a connection", "error", e.getMessage());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Accepts no more requests and waits for the responses to those in progress. */
  @Override
  public void close() throws IOException {
    socket.close();
    try {
      if (!slots.tryAcquire(MAX_CONCURRENT, limit.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("some requests got no response before the end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    clock.shutdownNow();
  }
}
