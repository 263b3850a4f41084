// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

/** Whether an existing container is protected (ISO-8: one that was created before ECI is not). */
public final class ProtectedContainers {
  /**
   * On cgroup v1 the engine reports for every container that its cgroup namespace is the host's,
   * which a user namespace makes harmless.
   */
  private static final String CGROUP = "cgroup";

  private ProtectedContainers() {}

  /**
   * Where the proxy runs without eci-runtime, only the visible settings of a container can decide.
   */
  public static boolean isProtected(LookupResult.Container container, ProxyContext proxyContext) {
    boolean ours =
        proxyContext.runtime().isEmpty()
            ? !container.privileged()
            : container.runtime().equals(proxyContext.runtime());
    return ours && container.hostNamespaces().stream().allMatch(CGROUP::equals);
  }
}
