// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.model.PolicySource;

/**
 * The node's namespaces, private user namespaces, and the namespaces of other containers (RES-1,
 * ISO-1).
 */
public final class NamespaceMessages {
  private NamespaceMessages() {}

  /** A namespace whose service accounts are exempt; the API server inserts its name. */
  public static String systemNamespaceBefore() {
    return Messages.PREFIX + "namespace \"";
  }

  /** The second half of {@link #systemNamespaceBefore}. */
  public static String systemNamespaceAfter() {
    return "\" is for system pods, which EciPolicies exempt or the webhook leaves out; only users who may change EciPolicies may create it.";
  }

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
                        ? ", CgroupnsMode \"host\" in a body that was made from docker inspect, and \"default-cgroupns-mode\": \"host\" in daemon.json"
                        : ""));
  }

  /** ISO-1. */
  public static String ownUserNamespaceRequired(PolicySource policy) {
    return Messages.PREFIX
        + "a container without a private user namespace is denied; "
        + (policy instanceof PolicySource.Cluster
            ? "leave hostUsers unset or set it to false, or " + Messages.exempt("this pod", policy)
            : "leave out --userns=host.");
  }

  /** ISO-1, where no policy applies to the pod: the runtime itself requires it. */
  public static String ownUserNamespaceRequired() {
    return Messages.PREFIX
        + "a container without a private user namespace is not created by this runtime; "
        + "set hostUsers: false, or leave runtimeClassName unset.";
  }

  /**
   * RES-1: a container without an ID range that ECI allocated shares no namespaces with a protected
   * container.
   */
  public static String namespaceOfUnprotected() {
    return Messages.PREFIX
        + "sharing the namespaces of a container that is not protected is denied; recreate that container with the eci runtime. (RES-1, linux.namespaces)";
  }

  /** RES-1: exclusive ranges (ISO-2) have no IDs in common. */
  public static String namespacesOfSeveralRanges() {
    return Messages.PREFIX
        + "sharing the namespaces of several containers with different ID ranges is denied; share the namespaces of one container only. (RES-1, linux.namespaces)";
  }

  /** RES-1: the namespaces and IDs of a dead process cannot be read. */
  public static String sharedContainerGone() {
    return Messages.PREFIX
        + "the container whose namespaces are to be shared is not running any more.";
  }

  /** RES-1, for a network that a container creates. */
  public static String networkDriverDenied(String driver) {
    return Messages.PREFIX
        + "a network with driver %s is denied for containers, because it can be a network of the node; use bridge or overlay, or create it on the node."
            .formatted(UntrustedText.quote(driver));
  }

  /** RES-1, for a network that a container creates. */
  public static String subnetOverlaps(String subnet, String route) {
    return Messages.PREFIX
        + "network subnet %s is denied for containers, because the node has a route to %s; leave the subnet out, choose another private one, or create the network on the node."
            .formatted(UntrustedText.quote(subnet), route);
  }

  /** RES-1, for a network that a container creates. */
  public static String subnetNotPrivate(String subnet) {
    return Messages.PREFIX
        + "network subnet %s is denied for containers, because the node would not reach its public addresses any more; leave the subnet out, choose a private one, or create the network on the node."
            .formatted(UntrustedText.quote(subnet));
  }

  /** RES-1, for a network that a container creates. */
  public static String networkOptionDenied(String option) {
    return Messages.PREFIX
        + "network option %s is denied for containers, because it names an interface of the node; leave it out, or create the network on the node."
            .formatted(UntrustedText.quote(option));
  }
}
