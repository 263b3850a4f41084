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
import java.util.function.Function;

/** Serves the launchers of this node, several at a time. */
public final class LauncherServer implements AutoCloseable {
  private static final Log LOG = Log.of(LauncherServer.class);

  /** Each holds a config in memory; the others wait in the socket's queue. */
  private static final int AT_ONCE = 16;

  private final ListenSocketFile socket;
  private final PeerCheck peerCheck;
  private final CreateExchange createExchange;
  private final Duration limit;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("socket-clock").unstarted(task));

  private LauncherServer(
      ListenSocketFile socket, Duration limit, Function<CreateRequest, CreateResponse> service)
      throws IOException {
    this.socket = socket;
    this.peerCheck = PeerCheck.ownerOf(socket.path());
    this.limit = limit;
    this.createExchange = new CreateExchange(service);
  }

  /**
   * Serves until it is closed.
   *
   * @param limit for one whole conversation; a launcher does not wait longer either
   */
  public static LauncherServer start(
      Path path, Duration limit, Function<CreateRequest, CreateResponse> service)
      throws IOException {
    LauncherServer server = new LauncherServer(ListenSocketFile.open(path), limit, service);
    Thread.ofPlatform().name("socket").start(server::accept);
    LOG.info("serving the launcher", "socket", path);
    return server;
  }

  private void accept() {
    while (socket.channel().isOpen()) {
      try {
        places.acquire();
        SocketChannel channel = socket.channel().accept();
        Thread.ofVirtual().start(() -> serve(channel));
      } catch (ClosedChannelException e) {
        places.release();
        return;
      } catch (IOException e) {
        // too many open files, for one: it passes
        places.release();
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
        LOG.warn("refused a connection of another user");
      }
    } catch (IOException e) {
      LOG.warn("a conversation with the launcher broke off", "error", e.getMessage());
    } finally {
      end.cancel(false);
      places.release();
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

  /** Takes no more requests; those under way are answered. */
  @Override
  public void close() throws IOException {
    socket.close();
    try {
      if (!places.tryAcquire(AT_ONCE, limit.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("some requests were not answered before the end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    clock.shutdownNow();
  }
}
