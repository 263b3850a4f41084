// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

/**
 * The kinds of sockets that control a node's container runtime. A process that can connect to one
 * is root on the node, in whatever namespace it runs. {@link RuntimeSocketCatalog} lists their
 * locations.
 */
public enum RuntimeSocketKind {
  /** First, so that messages name it where a directory such as {@code /} contains several. */
  DOCKER("docker"),
  /** The socket of a user's own engine, which the agent does not proxy. */
  ROOTLESS_DOCKER("rootless docker"),
  CONTAINERD("containerd"),
  CRI_O("cri-o"),
  PODMAN("podman"),
  CRI_DOCKERD("cri-dockerd"),
  BUILDKIT("buildkit"),
  /** Plugins on this socket rewrite every container that containerd or CRI-O starts. */
  NRI("nri"),
  /** Sockets through which plugins give devices, volumes and mounts to the kubelet. */
  KUBELET("kubelet"),
  /**
   * ECI's own: the engine's original socket, eci-runtime's socket, and container root file systems.
   */
  ECI("eci");

  private final String displayName;

  RuntimeSocketKind(String engine) {
    this.displayName = engine;
  }

  /** The runtime's name in messages. */
  public String displayName() {
    return displayName;
  }

  /** Whether the agent proxies this socket, so that policies may allow images to use it. */
  public boolean isProxied() {
    return this == DOCKER;
  }
}
