package dev.eci.policy.hostpath;

/**
 * The kinds of sockets whose holder commands a node's container engine. Who reaches one of them is
 * root on the node, whatever namespace it sits in. Where they are stands in {@link
 * RuntimeSocketCatalog}.
 */
public enum RuntimeSocketKind {
  /** First, so that it is the one named where a directory such as {@code /} holds several. */
  DOCKER("docker"),
  /** Of a user's own engine, which the agent's proxy does not stand before. */
  ROOTLESS_DOCKER("rootless docker"),
  CONTAINERD("containerd"),
  CRI_O("cri-o"),
  PODMAN("podman"),
  CRI_DOCKERD("cri-dockerd"),
  BUILDKIT("buildkit"),
  /** Plugins on this socket rewrite every container that containerd or CRI-O starts. */
  NRI("nri"),
  /** Sockets by which the kubelet takes devices, volumes and mounts from its plugins. */
  KUBELET("kubelet"),
  /** Our own: the engine's real socket, the launcher's, and container root file systems. */
  ECI("eci");

  private final String engine;

  RuntimeSocketKind(String engine) {
    this.engine = engine;
  }

  /** The engine's name as messages write it. */
  public String engine() {
    return engine;
  }

  /**
   * Whether the agent's proxy stands before this socket, so that images may be allowed to use it.
   */
  public boolean isProxied() {
    return this == DOCKER;
  }
}
