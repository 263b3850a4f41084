package dev.eci.policy.docker;

/** Whether a container that exists is one of ours (ISO-8: those from before are not). */
public final class Protection {
  private Protection() {}

  /** Where the proxy runs without our runtime, what can be seen of a container has to do. */
  public static boolean of(Answer.Container container, Setup setup) {
    boolean ours =
        setup.runtime().isEmpty()
            ? !container.privileged()
            : container.runtime().equals(setup.runtime());
    return ours && container.hostNamespaces().isEmpty();
  }
}
