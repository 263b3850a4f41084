// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import dev.eci.policy.hostpath.SocketExposure.ContainsSocket;
import dev.eci.policy.hostpath.SocketExposure.IsSocket;
import dev.eci.policy.hostpath.SocketExposure.None;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The host paths that a policy allows containers to mount (RES-2): {@code allowed} in any way,
 * {@code readOnlyAllowed} only read-only. An allowance covers the path and everything below it.
 *
 * <p>{@code allowsDockerHostDefaults} says whether {@link DockerHostDefaults} are allowed on a
 * Docker host.
 *
 * <p>{@code sharesUserData} says whether shared directories of a Docker host are user data of every
 * caller, or each only of its owner.
 *
 * <p>No allowance exposes a container runtime's socket (RES-3): parsing rejects such an entry with
 * {@link InvalidHostPathException}.
 */
public record HostPathAllowances(
    List<HostPath> allowed,
    List<HostPath> readOnlyAllowed,
    boolean allowsDockerHostDefaults,
    boolean sharesUserData) {
  public static final HostPathAllowances NONE = new HostPathAllowances(List.of(), List.of());

  public HostPathAllowances {
    allowed = List.copyOf(allowed);
    readOnlyAllowed = List.copyOf(readOnlyAllowed);
    allowed.forEach(HostPathAllowances::refuseSockets);
    readOnlyAllowed.forEach(HostPathAllowances::refuseSockets);
  }

  /** With {@link DockerHostDefaults}. */
  public HostPathAllowances(List<HostPath> allowed, List<HostPath> readOnlyAllowed) {
    this(allowed, readOnlyAllowed, true, true);
  }

  /** Parses both lists as written; errors start with the entry, {@code allowed[2]: …}. */
  public static HostPathAllowances parse(List<String> allowed, List<String> readOnlyAllowed) {
    return new HostPathAllowances(
        parse("allowed", allowed), parse("readOnlyAllowed", readOnlyAllowed));
  }

  /** Whether a container may mount {@code path}, {@code readOnly} or for writing. */
  public boolean allows(HostPath path, boolean readOnly) {
    return allows(path, readOnly, AllowanceTargets.NONE);
  }

  /** As {@link #allows(HostPath, boolean)}, where it is known where the entries lead. */
  public boolean allows(HostPath path, boolean readOnly, AllowanceTargets targets) {
    if (SocketExposure.of(path).reachesSocket()) {
      return false;
    }
    return covers(allowed, path, targets) || (readOnly && covers(readOnlyAllowed, path, targets));
  }

  private static boolean covers(
      List<HostPath> allowances, HostPath path, AllowanceTargets targets) {
    return allowances.stream()
        .anyMatch(entry -> path.startsWith(entry) || targets.reaches(entry, path));
  }

  /** All entries of both lists. */
  public Stream<HostPath> entries() {
    return Stream.concat(allowed.stream(), readOnlyAllowed.stream());
  }

  /** Parses one entry of either list. */
  public static HostPath parseEntry(String text) {
    var path = HostPath.of(text);
    refuseSockets(path);
    return path;
  }

  private static List<HostPath> parse(String list, List<String> entries) {
    return IntStream.range(0, entries.size())
        .mapToObj(i -> parse(list + "[" + i + "]", entries.get(i)))
        .toList();
  }

  private static HostPath parse(String entry, String text) {
    try {
      return parseEntry(text);
    } catch (InvalidHostPathException e) {
      throw new InvalidHostPathException(entry + ": " + e.getMessage());
    }
  }

  private static void refuseSockets(HostPath path) {
    if (path.containsProcessLink()) {
      throw new InvalidHostPathException(
          path + " leads wherever a process points it; allow the path that it leads to");
    }
    switch (SocketExposure.of(path)) {
      case None none -> {}
      case IsSocket(var socket) ->
          throw new InvalidHostPathException(
              path
                  + " is the "
                  + socket.displayName()
                  + " socket; sockets are allowed by image (imageList), never by path");
      case ContainsSocket(var socket) ->
          throw new InvalidHostPathException(
              path
                  + " gives access to the "
                  + socket.displayName()
                  + " socket; allow the directories that are needed, one by one");
    }
  }
}
