package dev.eci.policy.docker;

/** Whether a container that exists is one of ours (ISO-8: those from before are not). */
public final class Protection {
  /**
   * On cgroup v1 the engine says of every container that its cgroup namespace is the host's, which
   * a user namespace makes harmless.
   */
  private static final String CGROUP = "cgroup";

  private Protection() {}

  /** Where the proxy runs without our runtime, what can be seen of a container has to do. */
  public static boolean of(Answer.Container container, Setup setup) {
    boolean ours =
        setup.runtime().isEmpty()
            ? !container.privileged()
            : container.runtime().equals(setup.runtime());
    return ours && container.hostNamespaces().stream().allMatch(CGROUP::equals);
  }
}
