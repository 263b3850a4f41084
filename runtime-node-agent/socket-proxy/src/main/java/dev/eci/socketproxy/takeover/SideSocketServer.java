// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.takeover;

import dev.eci.support.dockersocket.SocketPath;
import dev.eci.support.dockersocket.SocketPaths;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Serves the proxied socket next to the engine's own socket, which stays in place: on a Kubernetes
 * node, the webhook gives pods the proxied socket, and admins use the engine's. The socket holder
 * guards only the proxied one.
 */
public final class SideSocketServer implements AutoCloseable {
  private static final Log LOG = Log.of(SideSocketServer.class);

  private final SocketPaths paths;
  private final SocketHolder socketHolder;
  private final ProxyServer server;
  private @Nullable ServedSocket servedSocket;
  private @Nullable Path engine;

  /**
   * Serves nothing as yet.
   *
   * @param launcher path of eci-runtime, for commands that run on the node
   */
  public SideSocketServer(
      SocketPaths paths, NodeCommands commands, String launcher, ProxyServer server) {
    this.paths = paths;
    this.socketHolder = new SocketHolder(paths, commands, launcher);
    this.server = server;
  }

  /** Whether an earlier agent has started a holder, whose socket pods may have. */
  public boolean hasHolder() throws IOException {
    return new SocketPath(paths.holder()).isListening();
  }

  /** Ensures that the socket is served, as a proxy of the engine at {@code socket}. */
  public synchronized void serve(Path socket) throws IOException {
    if (servedSocket != null && socket.equals(engine)) {
      if (!servedSocket.isLost()) {
        return;
      }
      LOG.warn("the socket holder has ended; pods that mount the socket need a restart");
    }
    close();
    HolderConnection holder =
        socketHolder.acquire(
            new SocketPath(socket).usable().orElse(SocketPath.SocketAttributes.DEFAULT));
    servedSocket = ServedSocket.start(holder, server, socket);
    engine = socket;
  }

  /** Removes the socket. Pods that still mount it cannot connect any more. */
  public synchronized void end() throws IOException {
    close();
    // both paths are absolute, so they have a directory
    Path directory = Objects.requireNonNull(paths.engine().getParent());
    if (!Files.isDirectory(directory)) {
      return;
    }
    socketHolder.end(() -> Files.deleteIfExists(paths.proxied()));
    Files.deleteIfExists(directory);
    Files.deleteIfExists(Objects.requireNonNull(paths.proxied().getParent()));
  }

  /** Stops serving. The holder keeps the socket for the next agent. */
  @Override
  public synchronized void close() {
    if (servedSocket != null) {
      servedSocket.close();
      servedSocket = null;
    }
    engine = null;
  }
}
