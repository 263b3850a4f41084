package dev.eci.socketproxy.takeover;

import dev.eci.support.dockersocket.SocketPath;
import dev.eci.support.dockersocket.SocketPath.About;
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
 * #pass}.
 *
 * @param publicly the path at which people find Docker, links followed
 * @param filtered our socket; it exists
 * @param engine where the engine's own goes
 * @param reached told of each step, for tests that stop there
 */
record SocketTakeover(
    SocketPath publicly, SocketPath filtered, SocketPath engine, Consumer<String> reached) {
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

  Seen look() throws IOException {
    Optional<About> there = publicly.about();
    if (there.isEmpty()) {
      return Seen.ABSENT;
    }
    if (filtered.about().filter(there.get()::same).isPresent()) {
      return Seen.FILTERED;
    }
    if (!there.get().socket()) {
      return Seen.OTHER;
    }
    return publicly.live() ? Seen.ENGINES : Seen.SILENT;
  }

  /**
   * Takes the path over if it is the engine's; tells what was there.
   *
   * @param settled whether the path has been as it is for a while: a dockerd that starts unlinks,
   *     binds and listens in steps, between which nobody may take its place
   */
  Seen pass(boolean settled) throws IOException {
    Seen seen = look();
    switch (seen) {
      case ENGINES -> {
        adopt();
        place();
      }
      case SILENT, ABSENT -> {
        if (settled) {
          place();
        }
      }
      case FILTERED -> imitate();
      case OTHER -> {}
    }
    return seen;
  }

  private void adopt() throws IOException {
    try {
      publicly.linkOver(engine.path());
    } catch (FileSystemException e) {
      throw new IOException(
          "Docker's socket at %s cannot be linked to %s (%s); both must be on one file system"
              .formatted(publicly.path(), engine.path(), e.getReason()),
          e);
    }
    reached.accept("adopted");
    imitate();
    reached.accept("imitated");
  }

  private void place() throws IOException {
    filtered.linkOver(publicly.path());
    LOG.info("Docker's socket is filtered", "path", publicly.path());
    reached.accept("placed");
  }

  /**
   * Who may use the engine's socket may use ours. While dockerd starts, its own has no mode yet;
   * what it then sets by name, it sets on ours.
   */
  private void imitate() throws IOException {
    Optional<About> theirs = engine.about().filter(about -> about.mode() != 0);
    Optional<About> ours = filtered.about();
    if (theirs.isPresent()
        && ours.isPresent()
        && (theirs.get().uid() != ours.get().uid()
            || theirs.get().gid() != ours.get().gid()
            || theirs.get().mode() != ours.get().mode())) {
      filtered.becomeLike(theirs.get());
    }
  }

  /** The engine's own socket comes back to the public path, in one step. */
  void giveBack() throws IOException {
    boolean engines = engine.live();
    if (look() == Seen.FILTERED || (look() == Seen.ABSENT && engines)) {
      if (engines) {
        Optional<About> ours = filtered.about();
        if (engine.about().filter(about -> about.mode() == 0).isPresent() && ours.isPresent()) {
          engine.becomeLike(ours.get());
        }
        Files.move(engine.path(), publicly.path(), StandardCopyOption.ATOMIC_MOVE);
        LOG.info("Docker's socket is the engine's own again", "path", publicly.path());
      } else {
        Files.deleteIfExists(publicly.path());
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
        new SocketPath(places.filtered()),
        new SocketPath(places.engine()),
        _ -> {});
  }
}
