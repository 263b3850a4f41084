package dev.eci.socketproxy.takeover;

import dev.eci.support.dockersocket.SocketPath;
import dev.eci.support.dockersocket.SocketPath.SocketAttributes;
import dev.eci.support.dockersocket.SocketPaths;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts the filtered socket at the engine's public path, and the engine's own into a directory of
 * root's. Who is connected stays connected: names change, sockets do not. At each instant the
 * public path has one of the two, and whatever was left half done is finished by the next {@link
 * #reconcile}.
 *
 * @param publicSocket the path at which people find Docker, links followed
 * @param filtered our socket; it exists
 * @param engine where the engine's own goes
 * @param reached told of each step, for tests that stop there
 */
record SocketTakeover(
    SocketPath publicSocket, SocketPath filtered, SocketPath engine, Consumer<String> reached) {
  private static final Log LOG = Log.of(SocketTakeover.class);

  /** What is at the public path. */
  enum Seen {
    /** Our own. */
    FILTERED,
    /** Somebody listens there: the engine, started anew. */
    ENGINES,
    /** The engine has stopped, or is just about to listen. */
    SILENT,
    ABSENT,
    /** It is no socket. */
    OTHER
  }

  Seen inspect() throws IOException {
    Optional<SocketAttributes> there = publicSocket.attributes();
    if (there.isEmpty()) {
      return Seen.ABSENT;
    }
    if (filtered.attributes().filter(there.get()::isSameFile).isPresent()) {
      return Seen.FILTERED;
    }
    if (!there.get().isSocket()) {
      return Seen.OTHER;
    }
    return publicSocket.isListening() ? Seen.ENGINES : Seen.SILENT;
  }

  /**
   * Takes the path over if it is the engine's; tells what was there.
   *
   * @param settled whether the path has been as it is for a while: a dockerd that starts unlinks,
   *     binds and listens in steps, between which nobody may take its place
   */
  Seen reconcile(boolean settled) throws IOException {
    Seen seen = inspect();
    switch (seen) {
      case ENGINES -> {
        inheritSocket();
        linkProxySocket();
      }
      case SILENT, ABSENT -> {
        if (settled) {
          linkProxySocket();
        }
      }
      case FILTERED -> cloneOwnership();
      case OTHER -> {}
    }
    return seen;
  }

  private void inheritSocket() throws IOException {
    try {
      publicSocket.linkOver(engine.path());
    } catch (FileSystemException e) {
      throw new IOException(
          "Docker's socket at %s cannot be linked to %s (%s); both must be on one file system"
              .formatted(publicSocket.path(), engine.path(), e.getReason()),
          e);
    }
    reached.accept("adopted");
    cloneOwnership();
    reached.accept("imitated");
  }

  private void linkProxySocket() throws IOException {
    filtered.linkOver(publicSocket.path());
    LOG.info("Docker's socket is filtered", "path", publicSocket.path());
    reached.accept("placed");
  }

  /**
   * Who may use the engine's socket may use ours. While dockerd starts, its own has no mode yet;
   * what it then sets by name, it sets on ours.
   */
  private void cloneOwnership() throws IOException {
    Optional<SocketAttributes> theirs =
        engine.attributes().filter(socketAttributes -> socketAttributes.mode() != 0);
    Optional<SocketAttributes> ours = filtered.attributes();
    if (theirs.isPresent()
        && ours.isPresent()
        && (theirs.get().uid() != ours.get().uid()
            || theirs.get().gid() != ours.get().gid()
            || theirs.get().mode() != ours.get().mode())) {
      filtered.copyOwnership(theirs.get());
    }
  }

  /** The engine's own socket comes back to the public path, in one step. */
  void restore() throws IOException {
    boolean engines = engine.isListening();
    if (inspect() == Seen.FILTERED || (inspect() == Seen.ABSENT && engines)) {
      if (engines) {
        Optional<SocketAttributes> ours = filtered.attributes();
        if (engine.attributes().filter(socketAttributes -> socketAttributes.mode() == 0).isPresent()
            && ours.isPresent()) {
          engine.copyOwnership(ours.get());
        }
        Files.move(engine.path(), publicSocket.path(), StandardCopyOption.ATOMIC_MOVE);
        LOG.info("Docker's socket is the engine's own again", "path", publicSocket.path());
      } else {
        Files.deleteIfExists(publicSocket.path());
      }
    }
    reached.accept("given back");
    Files.deleteIfExists(engine.path());
    reached.accept("engine's removed");
    Files.deleteIfExists(filtered.path());
    reached.accept("ours removed");
  }

  static SocketTakeover of(SocketPaths places, Path publicly) throws IOException {
    return new SocketTakeover(
        new SocketPath(publicly),
        new SocketPath(places.proxied()),
        new SocketPath(places.engine()),
        _ -> {});
  }
}
