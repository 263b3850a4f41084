// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.takeover;

import dev.eci.socketproxy.takeover.SocketTakeover.PathState;
import dev.eci.support.dockersocket.SocketPath;
import dev.eci.support.dockersocket.SocketPath.SocketAttributes;
import dev.eci.support.dockersocket.SocketPaths;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves the proxied socket, and keeps it at Docker's public path, also when a restarted engine
 * puts its own socket there. It runs on a dedicated thread.
 */
public final class SocketGuard implements AutoCloseable {
  private static final Log LOG = Log.of(SocketGuard.class);
  private static final Duration INTERVAL = Duration.ofMillis(400);

  private final SocketPaths paths;
  private final SocketHolder socketHolder;
  private final ProxyServer server;
  private final Thread thread;
  private final DirectoryWatch watch = new DirectoryWatch();
  private final PathStability stability = new PathStability();

  private volatile @Nullable Path publicPath;
  private volatile State state = new State("", false, "");
  private volatile boolean ending;

  private @Nullable ServedSocket servedSocket;
  private @Nullable Path guarded;

  /**
   * What the guard has reached.
   *
   * @param path Docker's public path; empty while no socket is to be proxied
   * @param proxied whether the proxied socket is there
   * @param problem a message; empty without a problem
   */
  public record State(String path, boolean proxied, String problem) {}

  private SocketGuard(SocketPaths paths, SocketHolder socketHolder, ProxyServer server) {
    this.paths = paths;
    this.socketHolder = socketHolder;
    this.server = server;
    this.thread = Thread.ofPlatform().name("docker-socket").unstarted(this::run);
  }

  /**
   * Starts the thread. It leaves Docker's socket alone until {@link #guard} sets the path.
   *
   * @param launcher path of eci-runtime, for commands that run on the host
   */
  public static SocketGuard start(
      SocketPaths paths, NodeCommands commands, String launcher, ProxyServer server) {
    SocketGuard guard = new SocketGuard(paths, new SocketHolder(paths, commands, launcher), server);
    guard.thread.start();
    return guard;
  }

  /** Proxies the socket at {@code path}, Docker's public path, from now on; if empty, none. */
  public void guard(Optional<String> path) {
    try {
      publicPath = path.isPresent() ? paths.root().locate(path.get()) : null;
    } catch (IOException e) {
      LOG.warn("cannot find Docker's socket", "path", path.orElse(""), "error", e.getMessage());
    }
  }

  public State state() {
    return state;
  }

  private void run() {
    while (!ending) {
      Path path = publicPath;
      if (path != null) {
        state = reconcile(path);
      } else if (!state.path().isEmpty()) {
        state = release(Path.of(state.path()));
      }
      watch.await(path, INTERVAL);
    }
  }

  private State reconcile(Path path) {
    String problem = "";
    PathState found = null;
    try {
      serve(path);
      SocketTakeover socketTakeover = SocketTakeover.of(paths, path);
      found = socketTakeover.reconcile(stability.isStable(socketTakeover));
      if (found == PathState.OTHER) {
        problem = path + " is not a socket, so the Docker socket cannot be proxied; remove it.";
      }
      found = socketTakeover.inspect();
    } catch (IOException | RuntimeException | LinkageError e) {
      problem = "the Docker socket is not proxied: " + e.getMessage();
    }
    if (!problem.isEmpty() && !problem.equals(state.problem())) {
      LOG.warn(problem);
    }
    return new State(path.toString(), found == PathState.PROXIED, problem);
  }

  private void serve(Path path) throws IOException {
    if (servedSocket != null && path.equals(guarded)) {
      if (!servedSocket.isLost()) {
        return;
      }
      LOG.warn("the socket holder has ended; containers that mount the socket need a restart");
    }
    stopServing();
    guarded = path;
    HolderConnection holder = socketHolder.acquire(attributes(path));
    servedSocket = ServedSocket.start(holder, server, paths.engine());
    holder.guard(path);
  }

  /** The owner and mode of the engine's own socket. */
  private SocketAttributes attributes(Path path) throws IOException {
    Optional<SocketAttributes> engineSocket = new SocketPath(paths.engine()).usable();
    return engineSocket.isPresent()
        ? engineSocket.get()
        : new SocketPath(path).usable().orElse(SocketAttributes.DEFAULT);
  }

  /** After protection was switched off. */
  private State release(Path path) {
    try {
      stopServing();
      restore(paths, socketHolder, path);
      return new State("", false, "");
    } catch (IOException e) {
      LOG.warn("cannot restore the Docker socket", "error", e.getMessage());
      return state;
    }
  }

  /**
   * Undoes everything, while no agent runs.
   *
   * @param path Docker's public path
   */
  public static void restore(SocketPaths paths, NodeCommands commands, String path)
      throws IOException {
    restore(paths, new SocketHolder(paths, commands, ""), paths.root().locate(path));
  }

  private static void restore(SocketPaths paths, SocketHolder socketHolder, Path path)
      throws IOException {
    // both paths are absolute, so they have a directory
    Path directory = Objects.requireNonNull(paths.engine().getParent());
    if (!Files.isDirectory(directory)) {
      return;
    }
    socketHolder.end(SocketTakeover.of(paths, path)::restore);
    Files.deleteIfExists(directory);
    Files.deleteIfExists(Objects.requireNonNull(paths.proxied().getParent()));
  }

  private void stopServing() {
    if (servedSocket != null) {
      servedSocket.close();
      servedSocket = null;
    }
  }

  /** Restores nothing: the holder keeps the socket for the next agent. */
  @Override
  public void close() {
    ending = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    watch.close();
    stopServing();
  }
}
