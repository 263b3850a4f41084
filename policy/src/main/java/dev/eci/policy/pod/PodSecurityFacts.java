// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

/**
 * What Pod Security Admission checks of a pod only while the pod has no user namespace: with {@code
 * hostUsers: false} it admits root users in namespaces that enforce {@code restricted}, and any
 * {@code procMount} (KEP-127, gate UserNamespacesPodSecurityStandards).
 *
 * @param enforced the level that the pod's namespace enforces
 * @param mayRunAsRoot whether a container may run as root: {@code runAsNonRoot} is not true for
 *     each, or {@code runAsUser} is 0
 * @param unmaskedProc whether a container sets another {@code procMount} than the default
 */
public record PodSecurityFacts(Level enforced, boolean mayRunAsRoot, boolean unmaskedProc) {
  /** Levels of the Pod Security Standards. */
  public enum Level {
    PRIVILEGED,
    BASELINE,
    RESTRICTED
  }

  /** The namespace's label. */
  public static final String ENFORCE = "pod-security.kubernetes.io/enforce";

  /**
   * Whether the field {@code hostUsers: false} would loosen what the namespace enforces (ISO-9).
   * The pod then keeps it unset, so that Pod Security Admission decides as it would without ECI. If
   * the pod is admitted, eci-runtime gives its containers a user namespace all the same.
   */
  public boolean isLoosenedByUserNamespace() {
    return switch (enforced) {
      case PRIVILEGED -> false;
      case BASELINE -> unmaskedProc;
      case RESTRICTED -> unmaskedProc || mayRunAsRoot;
    };
  }
}
