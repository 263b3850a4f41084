// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.model.PolicySource;

/** The runtime that protects pods, and pods that run without it (ISO-1, ISO-7, ISO-8). */
public final class RuntimeClassMessages {
  private RuntimeClassMessages() {}

  /** ISO-7. */
  public static String otherRuntimeClassDenied(
      String requested, String required, PolicySource policy) {
    return Messages.PREFIX
        + "runtime class %s is denied; leave runtimeClassName unset or set it to \"%s\", or "
            .formatted(UntrustedText.quote(requested), required)
        + Messages.exempt("this pod", policy);
  }

  /** ISO-1, {@code userNamespaces: Required}. */
  public static String windowsPod(PolicySource policy) {
    return Messages.PREFIX
        + "a Windows pod is denied, because Windows has no user namespaces; "
        + Messages.ifYouWish(
            "set spec.runtime.userNamespaces: Preferred in %s, or %s"
                .formatted(policy.describe(), Messages.exempt("this pod", policy)));
  }

  /** ISO-1. */
  public static String nodeCannotProtect(String node, PolicySource policy) {
    return Messages.PREFIX
        + "a pod on node %s is denied, because that node cannot run protected pods (kubectl get ecinodes shows the reason); leave nodeName unset so that another node is found, or %s"
            .formatted(UntrustedText.quote(node), Messages.exempt("this pod", policy));
  }

  /** ISO-4, in a pod that runs without the protected runtime. */
  public static String unprotectedPrivilegeDenied(
      String privilege, String container, PolicySource policy) {
    return Messages.PREFIX
        + "%s of container %s is denied, because the pod runs unprotected and would have it on the node; leave it out, run the pod protected (one that is older than the policy must be created again), or %s"
            .formatted(
                UntrustedText.quote(privilege),
                UntrustedText.quote(container),
                Messages.exempt("this pod with \"privileged: true\"", policy));
  }

  /**
   * ISO-4, in a pod that an exemption leaves unprotected.
   *
   * @param exemption its index in the policy
   */
  public static String exemptPrivilegeDenied(String privilege, int exemption, PolicySource policy) {
    return Messages.PREFIX
        + "%s is denied, because spec.exemptions[%d] exempts the pod but holds it to the level baseline of Pod Security; leave it out, or add \"privileged: true\" to spec.exemptions[%d] of %s."
            .formatted(UntrustedText.quote(privilege), exemption, exemption, policy.describe());
  }

  /** ISO-1, {@code userNamespaces: Preferred}. */
  public static String unprotected(String why) {
    return Messages.PREFIX
        + "the pod runs unprotected, because %s and its policy says userNamespaces: Preferred."
            .formatted(why);
  }

  /**
   * ISO-7, after mutation: the mutating webhook was skipped, or another webhook undid its change.
   */
  public static String runtimeClassMissing(String required) {
    return Messages.PREFIX
        + "after mutation, the pod still lacks runtime class \"%s\", which is set on creation; its policy may have changed moments ago: "
            .formatted(required)
        + Messages.UNDONE;
  }

  /** ISO-7. */
  public static String otherRuntimeDenied(String requested, String required) {
    return Messages.PREFIX
        + "runtime %s is denied; leave out --runtime, or set it to \"%s\"."
            .formatted(UntrustedText.quote(requested), required);
  }

  /** ISO-8. */
  public static String runsUnprotected(PolicySource policy) {
    return Messages.PREFIX
        + "the pod runs unprotected, because it was created before %s was in force, or bypassed it; recreate it to have it protected."
            .formatted(policy.describe());
  }

  /** ISO-1: an annotation for containerd's shim. */
  public static String annotationDenied(String name) {
    return Messages.PREFIX
        + "annotation %s is denied, because containerd reads it before the container is protected; leave it out."
            .formatted(UntrustedText.quote(name));
  }
}
