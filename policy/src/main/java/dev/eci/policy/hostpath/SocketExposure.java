package dev.eci.policy.hostpath;

import java.util.List;
import java.util.Optional;

/**
 * What a mount of a path gives a container of the engines' sockets; see {@link
 * RuntimeSocketCatalog}.
 */
public sealed interface SocketExposure {
  /** No socket of any engine can be reached. */
  record None() implements SocketExposure {}

  /** The path is the socket itself. */
  record IsSocket(RuntimeSocketKind socket) implements SocketExposure {}

  /**
   * A socket can be reached through the path: it is a parent directory of one, lies in a directory
   * that an engine fills with sockets, or follows a link of a process. Where that holds for several
   * engines, {@code socket} is the one to name in a message.
   */
  record ContainsSocket(RuntimeSocketKind socket) implements SocketExposure {}

  /** Judges a mount of {@code path}. Read-only makes no difference: a socket takes no notice. */
  static SocketExposure of(HostPath path) {
    if (path.containsProcessLink()) {
      return new ContainsSocket(RuntimeSocketKind.DOCKER);
    }
    var segments = path.segments();
    return directly(segments)
        .or(() -> within(segments))
        .or(() -> above(segments))
        .orElseGet(None::new);
  }

  /** Whether a socket can be reached at all. */
  default boolean reachesSocket() {
    return !(this instanceof None);
  }

  private static Optional<SocketExposure> directly(List<String> path) {
    for (RuntimeSocketLocation place : RuntimeSocketCatalog.PLACES) {
      if (place.isSocket(path)) {
        return Optional.of(new IsSocket(place.socket()));
      }
    }
    return Optional.empty();
  }

  private static Optional<SocketExposure> within(List<String> path) {
    RuntimeSocketLocation deepest = null;
    for (RuntimeSocketLocation place : RuntimeSocketCatalog.PLACES) {
      if (place.contains(path) && (deepest == null || place.depth() >= deepest.depth())) {
        deepest = place;
      }
    }
    return Optional.ofNullable(deepest).map(place -> new ContainsSocket(place.socket()));
  }

  private static Optional<SocketExposure> above(List<String> path) {
    for (RuntimeSocketLocation place : RuntimeSocketCatalog.PLACES) {
      if (place.isBelow(path)) {
        return Optional.of(new ContainsSocket(place.socket()));
      }
    }
    return Optional.empty();
  }
}
