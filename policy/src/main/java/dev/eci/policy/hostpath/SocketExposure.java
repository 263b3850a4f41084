// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import java.util.List;
import java.util.Optional;

/**
 * Which container runtime sockets a mount of a path exposes to a container; see {@link
 * RuntimeSocketCatalog}.
 */
public sealed interface SocketExposure {
  /** The mount exposes no container runtime socket. */
  record None() implements SocketExposure {}

  /** The path is the socket itself. */
  record IsSocket(RuntimeSocketKind socket) implements SocketExposure {}

  /**
   * The path exposes a socket: it is a parent directory of one, lies in a directory in which a
   * runtime creates sockets, or follows a link of a process. Where it exposes several, {@code
   * socket} is the one to name in a message.
   */
  record ContainsSocket(RuntimeSocketKind socket) implements SocketExposure {}

  /**
   * The exposure of a mount of {@code path}. Read-only mounts expose as much: connecting to a
   * socket needs no writable mount.
   */
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

  /** Whether the mount exposes any socket. */
  default boolean reachesSocket() {
    return !(this instanceof None);
  }

  private static Optional<SocketExposure> directly(List<String> path) {
    for (RuntimeSocketLocation place : RuntimeSocketCatalog.LOCATIONS) {
      if (place.isSocket(path)) {
        return Optional.of(new IsSocket(place.socket()));
      }
    }
    return Optional.empty();
  }

  private static Optional<SocketExposure> within(List<String> path) {
    RuntimeSocketLocation deepest = null;
    for (RuntimeSocketLocation place : RuntimeSocketCatalog.LOCATIONS) {
      if (place.contains(path) && (deepest == null || place.depth() >= deepest.depth())) {
        deepest = place;
      }
    }
    return Optional.ofNullable(deepest).map(place -> new ContainsSocket(place.socket()));
  }

  private static Optional<SocketExposure> above(List<String> path) {
    for (RuntimeSocketLocation place : RuntimeSocketCatalog.LOCATIONS) {
      if (place.isBelow(path)) {
        return Optional.of(new ContainsSocket(place.socket()));
      }
    }
    return Optional.empty();
  }
}
