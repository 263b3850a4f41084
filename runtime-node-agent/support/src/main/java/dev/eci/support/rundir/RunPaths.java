// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.rundir;

import dev.eci.policy.hostpath.ProxySocket;

/** Paths below /run/eci. eci-runtime has the same ones in launcher/src/paths.rs. */
public final class RunPaths {
  public static final String DIRECTORY = ProxySocket.RUN_DIRECTORY;

  /** Where the agent listens for eci-runtime. */
  public static final String AGENT_SOCKET = DIRECTORY + "/agent.sock";

  /** Where the agent of a Kubernetes node listens for the eci-runtime that dockerd calls. */
  public static final String DOCKER_AGENT_SOCKET = DIRECTORY + "/docker-agent.sock";

  /** One directory per container, which eci-runtime creates; docs/protocol.md describes it. */
  public static final String CONTAINERS = DIRECTORY + "/containers";

  /** In a container's directory: the mount point of its root file system. */
  public static final String ROOTFS = "rootfs";

  /** In a container's directory: the sources of its bind mounts, each under its index. */
  public static final String BINDS = "binds";

  /** In a container's directory: what eci-runtime records about it. */
  public static final String STATE = "state.json";

  /** One file per allocated ID range. */
  public static final String RANGES = DIRECTORY + "/ranges";

  /** The directory of {@link #PROXIED_SOCKET}; every user may walk it. */
  public static final String PROXIED_DIRECTORY = DIRECTORY + "/docker";

  /** The proxied Docker socket, which pods get in place of Docker's own. */
  public static final String PROXIED_SOCKET = ProxySocket.PATH;

  /** The directory of {@link #ENGINE_SOCKET}; only root may walk it. */
  public static final String ENGINE_DIRECTORY = DIRECTORY + "/engine";

  /** The engine's own socket, while the proxied one has its place. */
  public static final String ENGINE_SOCKET = ENGINE_DIRECTORY + "/docker.sock";

  /** The control socket of the socket holder. */
  public static final String HOLDER_SOCKET = ENGINE_DIRECTORY + "/keeper.sock";

  private RunPaths() {}

  /** Where eci-runtime mounts the root file system of a container. */
  public static String rootfs(String id) {
    return CONTAINERS + "/" + id + "/" + ROOTFS;
  }

  /** Where eci-runtime mounts one bind source of a container. */
  public static String bindSource(String id, int index) {
    return CONTAINERS + "/" + id + "/" + BINDS + "/" + index;
  }

  /** Where eci-runtime mounts device nodes of a container. */
  public static String deviceFiles(String id, String name) {
    return CONTAINERS + "/" + id + "/" + BINDS + "/" + name;
  }
}
