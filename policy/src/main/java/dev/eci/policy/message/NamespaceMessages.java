package dev.eci.policy.message;

import dev.eci.policy.model.PolicySource;

/**
 * The node's namespaces, a user namespace of one's own, and those of other containers (RES-1,
 * ISO-1).
 */
public final class NamespaceMessages {
  private NamespaceMessages() {}

  /** RES-1. */
  public static String hostNamespaceDenied(String namespace, PolicySource policy) {
    return Messages.PREFIX
        + "sharing the node's %s namespace is denied; ".formatted(namespace)
        + (policy instanceof PolicySource.Cluster
            ? Messages.unless("this pod", policy)
            : "leave out --%s=host%s."
                .formatted(
                    namespace.equals("cgroup") ? "cgroupns" : namespace,
                    namespace.equals("cgroup")
                        ? " (and \"default-cgroupns-mode\" in daemon.json)"
                        : ""));
  }

  /** ISO-1. */
  public static String ownUserNamespaceRequired(PolicySource policy) {
    return Messages.PREFIX
        + "a container without a user namespace of its own is denied; "
        + (policy instanceof PolicySource.Cluster
            ? "leave hostUsers unset or set it to false, or " + Messages.exempt("this pod", policy)
            : "leave out --userns=host.");
  }

  /** ISO-1, where no policy is about the pod: the runtime itself asks for it. */
  public static String ownUserNamespaceRequired() {
    return Messages.PREFIX
        + "a container without a user namespace of its own is not created by this runtime; "
        + "set hostUsers: false, or leave runtimeClassName unset.";
  }

  /**
   * RES-1: a container without a range, or with one that we did not give, shares nothing with ours.
   */
  public static String namespaceOfUnprotected() {
    return Messages.PREFIX
        + "sharing the namespaces of a container that is not protected is denied; create that container anew under this runtime. (RES-1, linux.namespaces)";
  }

  /** RES-1: exclusive ranges (ISO-2) leave no ids that two of them could share. */
  public static String namespacesOfSeveralRanges() {
    return Messages.PREFIX
        + "sharing the namespaces of several containers with different id ranges is denied; let all of them share those of one container. (RES-1, linux.namespaces)";
  }

  /** RES-1: nothing is known of what a dead process ran with. */
  public static String sharedContainerGone() {
    return Messages.PREFIX
        + "the container whose namespaces are to be shared does not run any more.";
  }
}
