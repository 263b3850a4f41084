// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.model.PolicySource;

/** Ways to a console on the node (RES-4). */
public final class NodeDebugMessages {
  private NodeDebugMessages() {}

  /** RES-4. */
  public static String gitVolumeDenied(PolicySource policy) {
    return Messages.PREFIX
        + "a gitRepo volume is denied, because the kubelet runs git on the node for it; clone in an init container into an emptyDir volume, or "
        + Messages.exempt("this pod", policy);
  }

  /** RES-4. */
  public static String nodeConsoleDenied(PolicySource policy) {
    return Messages.PREFIX
        + "a console on the node is denied (kubectl debug node/, or a pod that enters the node's processes or root directory); "
        + Messages.unless("this pod", policy);
  }

  /** RES-4, a permission that admission cannot revoke. */
  public static String grantReachesNode(String grant) {
    return Messages.PREFIX
        + "%s grants nodes/proxy, the kubelet's API: it allows running commands in every container of a node, also in unprotected ones. (RES-4)"
            .formatted(grant);
  }

  /** RES-4, a permission that admission cannot revoke. */
  public static String grantReachesExempt(String grant, String namespace, PolicySource policy) {
    return Messages.PREFIX
        + "%s allows running commands in pods of namespace %s, some of which %s exempts: those pods may have the rights of the node. (RES-4)"
            .formatted(grant, UntrustedText.quote(namespace), policy.describe());
  }

  /** RES-4: only reported, because a user who may grant this may grant anything. */
  public static String nodeConsoleGranted(
      String who, String resource, String role, String namespace) {
    return Messages.PREFIX
        + "%s may use %s by role %s%s, which gives a console on nodes that no policy controls; remove it from that role, or make sure that only node admins have it."
            .formatted(
                UntrustedText.quote(who),
                UntrustedText.quote(resource),
                UntrustedText.quote(role),
                namespace.isEmpty() ? "" : " in namespace " + UntrustedText.quote(namespace));
  }
}
