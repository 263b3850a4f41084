package dev.eci.policy.text;

import dev.eci.policy.PolicySource;
import dev.eci.policy.image.Quoted;

/** Ways to a console on the node (RES-4). */
public final class ConsoleTexts {
  private ConsoleTexts() {}

  /** RES-4. */
  public static String gitVolumeDenied(PolicySource policy) {
    return Phrases.LEAD
        + "a gitRepo volume is denied, because the kubelet runs git on the node for it; clone in an init container into an emptyDir volume, or "
        + Phrases.exempt("this pod", policy);
  }

  /** RES-4. */
  public static String nodeConsoleDenied(PolicySource policy) {
    return Phrases.LEAD
        + "a console on the node is denied (kubectl debug node/, or a pod that enters the node's processes or root directory); "
        + Phrases.unless("this pod", policy);
  }

  /** RES-4, a right that admission cannot take back. */
  public static String grantReachesNode(String grant) {
    return Phrases.LEAD
        + "%s grants nodes/proxy, the kubelet's own API: whoever has it runs commands in every container of a node, also in those that are not protected. (RES-4)"
            .formatted(grant);
  }

  /** RES-4, a right that admission cannot take back. */
  public static String grantReachesExempt(String grant, String namespace, PolicySource policy) {
    return Phrases.LEAD
        + "%s lets people run commands in pods of namespace %s, some of which %s exempts: those may run as the node does. (RES-4)"
            .formatted(grant, Quoted.of(namespace), policy.place());
  }

  /** RES-4: told only, since whoever may grant this may grant anything. */
  public static String nodeConsoleGranted(
      String who, String resource, String role, String namespace) {
    return Phrases.LEAD
        + "%s may use %s by role %s%s, which leads to a console on nodes around every policy; take it out of that role, or make sure that only node admins have it."
            .formatted(
                Quoted.of(who),
                Quoted.of(resource),
                Quoted.of(role),
                namespace.isEmpty() ? "" : " in namespace " + Quoted.of(namespace));
  }
}
