package dev.eci.policy.oci;

import dev.eci.policy.host.NodeDirectories;
import dev.eci.policy.host.NodePath;
import dev.eci.policy.host.SocketReach;

/**
 * RES-2, "user data mounts stay allowed": what people of a Docker host may mount unasked. On a
 * Kubernetes node people have no data: a pod could not mount it, so neither can what it creates.
 */
public final class PeoplesData {
  private PeoplesData() {}

  /** A data root may lie below /data or /home, and is the engine's all the same. */
  public static boolean contains(Docker.Engine engine, NodePath source) {
    return !engine.ofNode()
        && !SocketReach.of(source).any()
        && !NodeDirectories.contains(source)
        && !meets(source, engine.dataRoot())
        && engine.own().stream().noneMatch(own -> meets(source, own));
  }

  private static boolean meets(NodePath source, NodePath own) {
    return source.startsWith(own) || own.startsWith(source);
  }
}
