package dev.eci.socketproxy.takeover;

import dev.eci.socketproxy.takeover.SocketTakeover.Seen;
import dev.eci.support.dockersocket.SocketPath;
import dev.eci.support.dockersocket.SocketPath.SocketAttributes;
import dev.eci.support.dockersocket.SocketPaths;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves the filtered socket, and sees to it that it is the one at Docker's path, also when an
 * engine that starts anew puts its own there. A thread of its own.
 */
public final class SocketGuard implements AutoCloseable {
  private static final Log LOG = Log.of(SocketGuard.class);
  private static final Duration SETTLES = Duration.ofSeconds(1);
  private static final Duration INTERVAL = Duration.ofMillis(400);

  private final SocketPaths places;
  private final SocketHolder socketHolder;
  private final ProxyServer server;
  private final Thread thread;
  private final DirectoryWatch watch = new DirectoryWatch();

  private volatile @Nullable Path wanted;
  private volatile State state = new State("", false, "");
  private volatile boolean ending;

  private @Nullable ServedSocket servedSocket;
  private @Nullable Path guarded;
  private @Nullable Seen seen;
  private Optional<SocketAttributes> seenAbout = Optional.empty();
  private long seenSince;

  /**
   * How it is.
   *
   * @param path Docker's public one; empty while none is to be filtered
   * @param filtered whether ours is there
   * @param problem one sentence; empty if all is well
   */
  public record State(String path, boolean filtered, String problem) {}

  private SocketGuard(SocketPaths places, SocketHolder socketHolder, ProxyServer server) {
    this.places = places;
    this.socketHolder = socketHolder;
    this.server = server;
    this.thread = Thread.ofPlatform().name("docker-socket").unstarted(this::run);
  }

  /**
   * Starts; does nothing to Docker's socket until it is told {@linkplain #guard which}.
   *
   * @param launcher path of the launcher as the node's commands find it
   */
  public static SocketGuard start(
      SocketPaths places, NodeCommands commands, String launcher, ProxyServer server) {
    SocketGuard guard =
        new SocketGuard(places, new SocketHolder(places, commands, launcher), server);
    guard.thread.start();
    return guard;
  }

  /**
   * From now on {@code path}, where people find Docker, is filtered; an empty one is left alone.
   */
  public void guard(Optional<String> path) {
    try {
      wanted = path.isPresent() ? places.root().locate(path.get()) : null;
    } catch (IOException e) {
      LOG.warn("Docker's socket cannot be found", "path", path.orElse(""), "error", e.getMessage());
    }
  }

  public State state() {
    return state;
  }

  private void run() {
    while (!ending) {
      Path path = wanted;
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
    Seen found = null;
    try {
      serve(path);
      SocketTakeover socketTakeover = SocketTakeover.of(places, path);
      found = socketTakeover.reconcile(isStable(socketTakeover));
      if (found == Seen.OTHER) {
        problem = path + " is no socket, so that Docker's cannot be filtered; remove it.";
      }
      found = socketTakeover.inspect();
    } catch (IOException | RuntimeException | LinkageError e) {
      problem = "Docker's socket is not filtered: " + e.getMessage();
    }
    if (!problem.isEmpty() && !problem.equals(state.problem())) {
      LOG.warn(problem);
    }
    return new State(path.toString(), found == Seen.FILTERED, problem);
  }

  /** Whether what is at the path has been the same for a while. */
  private boolean isStable(SocketTakeover socketTakeover) throws IOException {
    Seen now = socketTakeover.inspect();
    Optional<SocketAttributes> about = socketTakeover.publicSocket().attributes();
    boolean same =
        now == seen
            && about.isPresent() == seenAbout.isPresent()
            && about.map(a -> a.isSameFile(seenAbout.orElseThrow())).orElse(true);
    if (!same) {
      seen = now;
      seenAbout = about;
      seenSince = System.nanoTime();
    }
    return System.nanoTime() - seenSince >= SETTLES.toNanos();
  }

  private void serve(Path path) throws IOException {
    if (servedSocket != null && path.equals(guarded)) {
      if (!servedSocket.isLost()) {
        return;
      }
      LOG.warn("the socket's keeper has ended; containers that have the socket need a restart");
    }
    stopServing();
    guarded = path;
    HeldSocket taken = socketHolder.acquire(like(path));
    servedSocket = ServedSocket.start(taken, server, places.engine());
    taken.guard(path);
  }

  /** What the engine's own socket is like. */
  private SocketAttributes like(Path path) throws IOException {
    Optional<SocketAttributes> behind = new SocketPath(places.engine()).usable();
    return behind.isPresent()
        ? behind.get()
        : new SocketPath(path).usable().orElse(SocketAttributes.DEFAULT);
  }

  /** Protection was switched off. */
  private State release(Path path) {
    try {
      stopServing();
      restore(places, socketHolder, path);
      return new State("", false, "");
    } catch (IOException e) {
      LOG.warn("Docker's socket could not be given back", "error", e.getMessage());
      return state;
    }
  }

  /**
   * Undoes it all; no agent runs.
   *
   * @param path Docker's public one
   */
  public static void restore(SocketPaths places, NodeCommands commands, String path)
      throws IOException {
    restore(places, new SocketHolder(places, commands, ""), places.root().locate(path));
  }

  private static void restore(SocketPaths places, SocketHolder socketHolder, Path path)
      throws IOException {
    if (!Files.isDirectory(places.engine().getParent())) {
      return;
    }
    socketHolder.end(SocketTakeover.of(places, path)::restore);
    Files.deleteIfExists(places.engine().getParent());
    Files.deleteIfExists(places.proxied().getParent());
  }

  private void stopServing() {
    if (servedSocket != null) {
      servedSocket.close();
      servedSocket = null;
    }
  }

  /** Nothing is given back: the keeper holds on to the socket for the next agent. */
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
