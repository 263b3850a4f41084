package dev.eci.policy.host;

import dev.eci.policy.host.SocketReach.ContainsSocket;
import dev.eci.policy.host.SocketReach.IsSocket;
import dev.eci.policy.host.SocketReach.None;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The node paths a policy lets containers mount (RES-2): {@code allowed} in any way, {@code
 * readOnlyAllowed} only read-only. An allowance covers the path and everything below it.
 *
 * <p>No allowance opens the way to an engine's socket (RES-3): one that would is refused when it is
 * written, with {@link InvalidNodePath}.
 */
public record HostPathAllowances(List<NodePath> allowed, List<NodePath> readOnlyAllowed) {
  public static final HostPathAllowances NONE = new HostPathAllowances(List.of(), List.of());

  public HostPathAllowances {
    allowed = List.copyOf(allowed);
    readOnlyAllowed = List.copyOf(readOnlyAllowed);
    allowed.forEach(HostPathAllowances::refuseSockets);
    readOnlyAllowed.forEach(HostPathAllowances::refuseSockets);
  }

  /** Reads both lists as written; errors start with the entry, {@code allowed[2]: …}. */
  public static HostPathAllowances parse(List<String> allowed, List<String> readOnlyAllowed) {
    return new HostPathAllowances(
        parse("allowed", allowed), parse("readOnlyAllowed", readOnlyAllowed));
  }

  /** Whether a container may mount {@code path}, {@code readOnly} or for writing. */
  public boolean permits(NodePath path, boolean readOnly) {
    if (SocketReach.of(path).any()) {
      return false;
    }
    return covers(allowed, path) || (readOnly && covers(readOnlyAllowed, path));
  }

  private static boolean covers(List<NodePath> allowances, NodePath path) {
    return allowances.stream().anyMatch(path::startsWith);
  }

  /** Reads one entry of either list. */
  public static NodePath parseEntry(String text) {
    var path = NodePath.of(text);
    refuseSockets(path);
    return path;
  }

  private static List<NodePath> parse(String list, List<String> entries) {
    return IntStream.range(0, entries.size())
        .mapToObj(i -> parse(list + "[" + i + "]", entries.get(i)))
        .toList();
  }

  private static NodePath parse(String entry, String text) {
    try {
      return parseEntry(text);
    } catch (InvalidNodePath e) {
      throw new InvalidNodePath(entry + ": " + e.getMessage());
    }
  }

  private static void refuseSockets(NodePath path) {
    if (path.followsProcessLink()) {
      throw new InvalidNodePath(
          path + " leads wherever a process points it; allow the path that is meant");
    }
    switch (SocketReach.of(path)) {
      case None none -> {}
      case IsSocket(var socket) ->
          throw new InvalidNodePath(
              path
                  + " is the "
                  + socket.engine()
                  + " socket; sockets are opened by image (imageList), never by path");
      case ContainsSocket(var socket) ->
          throw new InvalidNodePath(
              path
                  + " gives access to the "
                  + socket.engine()
                  + " socket; allow the directories that are needed, one by one");
    }
  }
}
