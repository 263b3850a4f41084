package dev.eci.socketproxy.takeover;

import dev.eci.support.dockersocket.SocketPath;
import dev.eci.support.dockersocket.SocketPaths;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Serves the filtered socket beside the engine's own, which stays where it is: on a Kubernetes
 * node, where pods get the one by the webhook and admins use the other. Its keeper guards nothing
 * but the filtered one.
 */
public final class SideSocketServer implements AutoCloseable {
  private static final Log LOG = Log.of(SideSocketServer.class);

  private final SocketPaths places;
  private final SocketHolder socketHolder;
  private final ProxyServer server;
  private @Nullable ServedSocket servedSocket;
  private @Nullable Path engine;

  /**
   * Serves nothing yet.
   *
   * @param launcher path of the launcher as the node's commands find it
   */
  public SideSocketServer(
      SocketPaths places, NodeCommands commands, String launcher, ProxyServer server) {
    this.places = places;
    this.socketHolder = new SocketHolder(places, commands, launcher);
    this.server = server;
  }

  /** Whether a keeper holds the socket, for pods that have it: an earlier agent's work. */
  public boolean isHeld() throws IOException {
    return new SocketPath(places.holder()).isListening();
  }

  /** Sees to it that it is served, before the engine at {@code socket}, whoever listens there. */
  public synchronized void serve(Path socket) throws IOException {
    if (servedSocket != null && socket.equals(engine)) {
      if (!servedSocket.isLost()) {
        return;
      }
      LOG.warn("the socket's keeper has ended; pods that have the socket need a restart");
    }
    close();
    HeldSocket taken =
        socketHolder.acquire(
            new SocketPath(socket).usable().orElse(SocketPath.SocketAttributes.DEFAULT));
    servedSocket = ServedSocket.start(taken, server, socket);
    engine = socket;
  }

  /** Takes it away; who still has it finds nobody there. */
  public synchronized void end() throws IOException {
    close();
    if (!Files.isDirectory(places.engine().getParent())) {
      return;
    }
    socketHolder.end(() -> Files.deleteIfExists(places.proxied()));
    Files.deleteIfExists(places.engine().getParent());
    Files.deleteIfExists(places.proxied().getParent());
  }

  /** The keeper holds on to the socket for the next agent. */
  @Override
  public synchronized void close() {
    if (servedSocket != null) {
      servedSocket.close();
      servedSocket = null;
    }
    engine = null;
  }
}
