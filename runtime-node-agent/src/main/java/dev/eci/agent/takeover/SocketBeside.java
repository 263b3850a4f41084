package dev.eci.agent.takeover;

import dev.eci.agent.host.NodeCommands;
import dev.eci.agent.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Serves the filtered socket beside the engine's own, which stays where it is: on a Kubernetes
 * node, where pods get the one by the webhook and admins use the other. Its keeper guards nothing
 * but the filtered one.
 */
public final class SocketBeside implements AutoCloseable {
  private static final Log LOG = Log.of(SocketBeside.class);

  private final SocketPlaces places;
  private final Keeper keeper;
  private final SocketServer server;
  private @Nullable Served served;
  private @Nullable Path engine;

  /**
   * Serves nothing yet.
   *
   * @param launcher path of the launcher as the node's commands find it
   */
  public SocketBeside(
      SocketPlaces places, NodeCommands commands, String launcher, SocketServer server) {
    this.places = places;
    this.keeper = new Keeper(places, commands, launcher);
    this.server = server;
  }

  /** Whether a keeper holds the socket, for pods that have it: an earlier agent's work. */
  public boolean kept() throws IOException {
    return new SocketFile(places.keeper()).live();
  }

  /** Sees to it that it is served, before the engine at {@code socket}, whoever listens there. */
  public synchronized void serve(Path socket) throws IOException {
    if (served != null && socket.equals(engine)) {
      if (!served.lost()) {
        return;
      }
      LOG.warn("the socket's keeper has ended; pods that have the socket need a restart");
    }
    close();
    KeptSocket taken = keeper.take(new SocketFile(socket).usable().orElse(SocketFile.About.USUAL));
    served = Served.begin(taken, server, socket);
    engine = socket;
  }

  /** Takes it away; who still has it finds nobody there. */
  public synchronized void end() throws IOException {
    close();
    if (!Files.isDirectory(places.engine().getParent())) {
      return;
    }
    keeper.end(() -> Files.deleteIfExists(places.filtered()));
    Files.deleteIfExists(places.engine().getParent());
    Files.deleteIfExists(places.filtered().getParent());
  }

  /** The keeper holds on to the socket for the next agent. */
  @Override
  public synchronized void close() {
    if (served != null) {
      served.close();
      served = null;
    }
    engine = null;
  }
}
