// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.model.PolicySource;

/** Commands through the proxied Docker socket (SOCK-4, SOCK-5). */
public final class CommandMessages {
  private CommandMessages() {}

  /** SOCK-4, images from files. */
  public static String imageLoadBlocked(String target, PolicySource policy) {
    return Messages.PREFIX
        + "docker command %s is blocked by blockDockerLoad in %s; pull the image from a registry."
            .formatted(UntrustedText.quote(target), policy.describe());
  }

  /**
   * SOCK-4.
   *
   * @param target as the caller sent it
   */
  public static String commandBlocked(String target, PolicySource policy) {
    return Messages.PREFIX
        + "docker command %s is blocked; ".formatted(UntrustedText.quote(target))
        + Messages.ifYouWish(
            "configure the docker socket command list in %s.".formatted(policy.describe()));
  }

  /** SOCK-5: only users on the node may manage the node. */
  public static String nodeCommandBlocked(String target) {
    return Messages.PREFIX
        + "docker command %s is blocked for containers whatever the command list says, because it applies to the node itself; use it on the node."
            .formatted(UntrustedText.quote(target));
  }

  /** SOCK-5: an operation that this version has no rules for. */
  public static String unknownOperation(String method, String target) {
    return Messages.PREFIX
        + "%s %s is an unknown Docker API operation and therefore denied; update the node agent if the engine is newer."
            .formatted(UntrustedText.quote(method).replace("\"", ""), UntrustedText.quote(target));
  }

  /** SOCK-5: an option that this version has no rules for. */
  public static String unknownOption(String field) {
    return Messages.PREFIX
        + "option %s is unknown to this version and therefore denied; leave it out, or update the node agent if the engine is newer."
            .formatted(UntrustedText.quote(field));
  }

  /** ISO-1: a plugin gets every privilege that its configuration requests, up to the whole node. */
  public static String pluginDenied() {
    return Messages.PREFIX
        + "engine plugins are denied, because they run on the node outside of any user namespace; install them before protection is switched on.";
  }

  /** SOCK-5: on a Kubernetes node a pod must not remove what other namespaces left unused. */
  public static String pruneBlocked(String target) {
    return Messages.PREFIX
        + "docker command %s is blocked for pods, because it removes the objects of other namespaces on this node, too; remove yours by name."
            .formatted(UntrustedText.quote(target));
  }

  /** SOCK-5: on a Kubernetes node, where each container has the namespace of the pod it is for. */
  public static String containerOfOthers(String name) {
    return Messages.PREFIX
        + "container %s was not created by pods of this namespace through the proxied socket, so they may not access it; use it from the namespace that created it, or on the node."
            .formatted(UntrustedText.quote(name));
  }

  /** SOCK-5: on a Kubernetes node, where volumes and networks have the namespace of a pod. */
  public static String objectOfOthers(String kind, String name) {
    return Messages.PREFIX
        + "%s %s was not created by pods of this namespace through the proxied socket, so they may not access it; create one with another name, or use it from the namespace that created it."
            .formatted(kind, UntrustedText.quote(name));
  }

  /** SOCK-5: on a Kubernetes node, for a volume that only its options keep from being labelled. */
  public static String volumeWithoutLabel(String name) {
    return Messages.PREFIX
        + "volume %s does not exist, and with these options the engine would create it for no namespace; create it first (docker volume create)."
            .formatted(UntrustedText.quote(name));
  }

  /** ISO-1: the managers of a swarm may run anything on its engines. */
  public static String swarmMembershipDenied() {
    return Messages.PREFIX
        + "only root may make this engine a member of a swarm, because a swarm's managers can run plugins on it outside of any user namespace; use sudo.";
  }

  /** SOCK-5: a caller that enters an unprotected container acts outside of any protection. */
  public static String unprotectedContainer(String name) {
    return Messages.PREFIX
        + "container %s is not protected, so other containers may not access it; recreate it with runtime eci."
            .formatted(UntrustedText.quote(name));
  }
}
