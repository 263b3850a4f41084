package dev.eci.policy.host;

/** The socket of the agent's proxy on a node, which pods get in place of Docker's own. */
public final class FilteredSocket {
  public static final String PATH = "/run/eci/docker/docker.sock";

  private FilteredSocket() {}

  /** Whether a mount of {@code path} is to be made one of {@link #PATH}. */
  public static boolean replaces(NodePath path) {
    return isDocker(path) && !path.value().equals(PATH);
  }

  /** Whether {@code path} is the socket of the engine that is filtered, or the filtered one. */
  public static boolean isDocker(NodePath path) {
    return SocketReach.of(path) instanceof SocketReach.IsSocket reached
        && reached.socket().filtered();
  }
}
