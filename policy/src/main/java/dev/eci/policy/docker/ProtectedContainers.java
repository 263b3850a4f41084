package dev.eci.policy.docker;

/** Whether a container that exists is one of ours (ISO-8: those from before are not). */
public final class ProtectedContainers {
  /**
   * On cgroup v1 the engine says of every container that its cgroup namespace is the host's, which
   * a user namespace makes harmless.
   */
  private static final String CGROUP = "cgroup";

  private ProtectedContainers() {}

  /** Where the proxy runs without our runtime, what can be seen of a container has to do. */
  public static boolean isProtected(LookupResult.Container container, ProxyContext proxyContext) {
    boolean ours =
        proxyContext.runtime().isEmpty()
            ? !container.privileged()
            : container.runtime().equals(proxyContext.runtime());
    return ours && container.hostNamespaces().stream().allMatch(CGROUP::equals);
  }
}
