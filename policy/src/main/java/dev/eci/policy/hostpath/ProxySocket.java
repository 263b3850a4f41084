// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

/**
 * The socket of the agent's Docker socket proxy on a node, which pods get in place of Docker's own.
 */
public final class ProxySocket {
  /** ECI's runtime directory. */
  public static final String RUN_DIRECTORY = "/run/eci";

  public static final String PATH = RUN_DIRECTORY + "/docker/docker.sock";

  private ProxySocket() {}

  /** Whether a mount of {@code path} must be replaced by one of {@link #PATH}. */
  public static boolean shouldReplace(HostPath path) {
    return isDocker(path) && !path.value().equals(PATH);
  }

  /** Whether {@code path} is Docker's own socket or the proxied one. */
  public static boolean isDocker(HostPath path) {
    return SocketExposure.of(path) instanceof SocketExposure.IsSocket reached
        && reached.socket().isProxied();
  }
}
