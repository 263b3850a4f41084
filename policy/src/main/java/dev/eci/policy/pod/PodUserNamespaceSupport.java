// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import java.util.regex.Pattern;

/**
 * Whether a node's container runtime has user namespaces for pods, by what its kubelet reports. A
 * node's agent reports it as well, but the agent's account is not the kubelet's.
 */
public final class PodUserNamespaceSupport {
  /** containerd has them since 2.0. */
  private static final Pattern SUPPORTED =
      Pattern.compile("containerd://v?([2-9]|[1-9][0-9]+)\\..*");

  private PodUserNamespaceSupport() {}

  /**
   * Whether the runtime surely has them.
   *
   * @param containerRuntimeVersion the field of Node.status.nodeInfo, {@code containerd://2.1.4}
   */
  public static boolean isCertain(String containerRuntimeVersion) {
    return SUPPORTED.matcher(containerRuntimeVersion).matches();
  }
}
