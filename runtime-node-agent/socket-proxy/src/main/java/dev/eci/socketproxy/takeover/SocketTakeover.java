// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.takeover;

import dev.eci.support.dockersocket.SocketPath;
import dev.eci.support.dockersocket.SocketPath.SocketAttributes;
import dev.eci.support.dockersocket.SocketPaths;
import dev.eci.support.fault.FaultPoints;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts the proxied socket at the engine's public path, and moves the engine's own socket to a
 * directory of root. Connections stay open: names change, sockets do not. At each instant, the
 * public path has one of the two sockets. The next {@link #reconcile} completes an interrupted
 * takeover.
 *
 * @param publicSocket Docker's public path, with links followed
 * @param proxied the proxied socket; it exists
 * @param engine the path to which the engine's own socket is moved
 * @param reached called after each step, for tests that stop there
 */
record SocketTakeover(
    SocketPath publicSocket, SocketPath proxied, SocketPath engine, Consumer<String> reached) {
  private static final Log LOG = Log.of(SocketTakeover.class);

  /** The state of the public path. */
  enum PathState {
    /** The proxied socket is there. */
    PROXIED,
    /** A process listens there: the restarted engine. */
    LISTENING,
    /** A socket without a listener: the engine has stopped, or does not listen yet. */
    NOT_LISTENING,
    ABSENT,
    /** Something other than a socket is there. */
    OTHER
  }

  PathState inspect() throws IOException {
    Optional<SocketAttributes> current = publicSocket.attributes();
    if (current.isEmpty()) {
      return PathState.ABSENT;
    }
    if (proxied.attributes().filter(current.get()::isSameFile).isPresent()) {
      return PathState.PROXIED;
    }
    if (!current.get().isSocket()) {
      return PathState.OTHER;
    }
    return publicSocket.isListening() ? PathState.LISTENING : PathState.NOT_LISTENING;
  }

  /**
   * Takes over the path if it is the engine's. Returns the state before.
   *
   * @param stable whether the path has been in this state for a while: a starting dockerd unlinks,
   *     binds and listens in steps, and a takeover between them would break it
   */
  PathState reconcile(boolean stable) throws IOException {
    PathState pathState = inspect();
    switch (pathState) {
      case LISTENING -> {
        moveEngineSocket();
        linkProxySocket();
      }
      case NOT_LISTENING, ABSENT -> {
        if (stable) {
          linkProxySocket();
        }
      }
      case PROXIED -> copyEngineOwnership();
      case OTHER -> {}
    }
    return pathState;
  }

  private void moveEngineSocket() throws IOException {
    try {
      publicSocket.linkOver(engine.path());
    } catch (FileSystemException e) {
      throw new IOException(
          "cannot link the Docker socket at %s to %s (%s); both must be on one file system"
              .formatted(publicSocket.path(), engine.path(), e.getReason()),
          e);
    }
    reached.accept("engine linked");
    copyEngineOwnership();
    reached.accept("ownership copied");
  }

  private void linkProxySocket() throws IOException {
    proxied.linkOver(publicSocket.path());
    LOG.info("proxy took over the Docker socket", "path", publicSocket.path());
    reached.accept("proxy linked");
  }

  /**
   * Gives the proxied socket the owner and mode of the engine's. While dockerd starts, its socket
   * has no mode yet; dockerd then sets the mode by name, and so on the proxied socket.
   */
  private void copyEngineOwnership() throws IOException {
    Optional<SocketAttributes> engineAttributes =
        engine.attributes().filter(file -> file.mode() != 0);
    Optional<SocketAttributes> proxyAttributes = proxied.attributes();
    if (engineAttributes.isPresent()
        && proxyAttributes.isPresent()
        && (engineAttributes.get().uid() != proxyAttributes.get().uid()
            || engineAttributes.get().gid() != proxyAttributes.get().gid()
            || engineAttributes.get().mode() != proxyAttributes.get().mode())) {
      proxied.copyOwnership(engineAttributes.get());
    }
  }

  /** Moves the engine's own socket back to the public path, atomically. */
  void restore() throws IOException {
    boolean engineListens = engine.isListening();
    if (inspect() == PathState.PROXIED || (inspect() == PathState.ABSENT && engineListens)) {
      if (engineListens) {
        Optional<SocketAttributes> proxyAttributes = proxied.attributes();
        if (engine.attributes().filter(file -> file.mode() == 0).isPresent()
            && proxyAttributes.isPresent()) {
          engine.copyOwnership(proxyAttributes.get());
        }
        Files.move(engine.path(), publicSocket.path(), StandardCopyOption.ATOMIC_MOVE);
        LOG.info("Docker socket restored", "path", publicSocket.path());
      } else {
        Files.deleteIfExists(publicSocket.path());
      }
    }
    reached.accept("restored");
    Files.deleteIfExists(engine.path());
    reached.accept("engine removed");
    Files.deleteIfExists(proxied.path());
    reached.accept("proxied removed");
  }

  static SocketTakeover of(SocketPaths paths, Path publicPath) throws IOException {
    return new SocketTakeover(
        new SocketPath(publicPath),
        new SocketPath(paths.proxied()),
        new SocketPath(paths.engine()),
        FaultPoints.of("takeover"));
  }
}
