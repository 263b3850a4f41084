// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.lock;

import dev.eci.operator.WellKnownNames;
import dev.eci.operator.desired.InstallationContext;
import dev.eci.operator.desired.admissionpolicy.CelBuilder;
import dev.eci.operator.desired.lock.LockPolicies.Lock;
import dev.eci.policy.message.LockMessages;
import java.util.List;
import java.util.Set;

/**
 * The product's objects outside of its namespace: the namespace itself, the CRDs, what nodes report
 * and their labels, RuntimeClasses, the RBAC rules of the product's accounts, and the webhook
 * configurations, for which the API server calls no webhook. It evaluates no admission policy for
 * admission policies, such as this one, because otherwise a broken one could not be repaired: the
 * operator restores them.
 */
final class LockedCluster {
  private static final List<String> WRITE = List.of("CREATE", "UPDATE", "DELETE");
  private static final List<String> CHANGE = List.of("UPDATE", "DELETE");
  private static final String OUR_LABELS =
      "(has(%1$s.metadata.labels) ? %1$s.metadata.labels : {})";

  private LockedCluster() {}

  /**
   * The lock.
   *
   * @param runtimeClasses the RuntimeClasses that locked policies name
   */
  static Lock lock(
      String policy, Set<String> runtimeClasses, InstallationContext installationContext) {
    return new Lock(
        WellKnownNames.LOCKED_CLUSTER,
        List.of(
            LockPolicies.rule(
                "eci.dev",
                WRITE,
                "Cluster",
                "ecinodes",
                "ecinodes/status",
                "eciimages",
                "eciimages/status",
                "ecifallbackparameters"),
            LockPolicies.rule(
                "apiextensions.k8s.io", CHANGE, "Cluster", "customresourcedefinitions"),
            LockPolicies.rule(
                "admissionregistration.k8s.io",
                CHANGE,
                "Cluster",
                "validatingwebhookconfigurations",
                "mutatingwebhookconfigurations"),
            LockPolicies.rule("node.k8s.io", WRITE, "Cluster", "runtimeclasses"),
            LockPolicies.rule(
                "rbac.authorization.k8s.io",
                CHANGE,
                "Cluster",
                "clusterroles",
                "clusterrolebindings"),
            LockPolicies.rule("", CHANGE, "Cluster", "namespaces"),
            LockPolicies.rule("", List.of("CREATE", "UPDATE"), "Cluster", "nodes", "nodes/status")),
        false,
        allowed(runtimeClasses, installationContext),
        CelBuilder.text(LockMessages.objectBefore())
            + " + request.resource.resource + ' \"' + (has(request.name) ? request.name : '') + "
            + CelBuilder.text(LockMessages.objectAfter(policy, installationContext.adminGroups())));
  }

  private static String allowed(
      Set<String> runtimeClasses, InstallationContext installationContext) {
    return "request.resource.group == 'eci.dev' ? false"
        + " : request.resource.group == 'apiextensions.k8s.io' ? !oldObject.metadata.name.endsWith('.eci.dev')"
        + " : request.resource.group == 'node.k8s.io' ? !((oldObject == null ? object : oldObject).metadata.name in %s || (oldObject != null && %s in %s && %s[%s] == %s))"
            .formatted(
                CelBuilder.texts(runtimeClasses),
                CelBuilder.text(WellKnownNames.MANAGED_BY),
                OUR_LABELS.formatted("oldObject"),
                OUR_LABELS.formatted("oldObject"),
                CelBuilder.text(WellKnownNames.MANAGED_BY),
                CelBuilder.text(WellKnownNames.OPERATOR))
        + " : request.resource.group == 'admissionregistration.k8s.io' ? !oldObject.metadata.name.startsWith('eci-')"
        + " : request.resource.group == 'rbac.authorization.k8s.io' ? !(oldObject.metadata.name in %s)"
            .formatted(
                CelBuilder.texts(
                    List.of(
                        WellKnownNames.OPERATOR,
                        WellKnownNames.AGENT,
                        WellKnownNames.WEBHOOK_SERVICE,
                        WellKnownNames.UNINSTALL)))
        + " : request.resource.resource == 'namespaces' ? oldObject.metadata.name != %s"
            .formatted(CelBuilder.text(installationContext.namespace()))
        + " : "
        + sameLabels();
  }

  /** The product's labels of a node: all that begin with eci.dev/. */
  private static String sameLabels() {
    String before = "(oldObject == null ? {} : %s)".formatted(OUR_LABELS.formatted("oldObject"));
    String now = OUR_LABELS.formatted("object");
    String same = "%s.all(k, !k.startsWith('eci.dev/') || (k in %s && %2$s[k] == %1$s[k]))";
    return "(" + same.formatted(now, before) + ") && (" + same.formatted(before, now) + ")";
  }
}
