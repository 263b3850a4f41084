package dev.eci.operator.desired.lock;

import dev.eci.operator.Names;
import dev.eci.operator.desired.Place;
import dev.eci.operator.desired.floor.Cel;
import dev.eci.operator.desired.lock.Locks.Lock;
import dev.eci.policy.LockText;
import java.util.List;

/**
 * What is ours outside of our namespace: the namespace itself, the kinds that policies and nodes
 * are written in, what nodes report and their labels, RuntimeClasses, the rights of our parts, and
 * the webhooks' configurations, about which no webhook can be asked. Nobody can be asked about
 * admission policies, such as this one, lest nobody could repair them: the operator writes them
 * anew.
 */
final class LockedCluster {
  private static final List<String> WRITE = List.of("CREATE", "UPDATE", "DELETE");
  private static final List<String> CHANGE = List.of("UPDATE", "DELETE");
  private static final String OUR_LABELS =
      "(has(%1$s.metadata.labels) ? %1$s.metadata.labels : {})";

  private LockedCluster() {}

  static Lock lock(String policy, Place place) {
    return new Lock(
        Names.LOCKED_CLUSTER,
        List.of(
            Locks.rule(
                "eci.dev",
                WRITE,
                "Cluster",
                "ecinodes",
                "ecinodes/status",
                "eciimages",
                "eciimages/status"),
            Locks.rule("apiextensions.k8s.io", CHANGE, "Cluster", "customresourcedefinitions"),
            Locks.rule(
                "admissionregistration.k8s.io",
                CHANGE,
                "Cluster",
                "validatingwebhookconfigurations",
                "mutatingwebhookconfigurations"),
            Locks.rule("node.k8s.io", CHANGE, "Cluster", "runtimeclasses"),
            Locks.rule(
                "rbac.authorization.k8s.io",
                CHANGE,
                "Cluster",
                "clusterroles",
                "clusterrolebindings"),
            Locks.rule("", CHANGE, "Cluster", "namespaces"),
            Locks.rule("", List.of("CREATE", "UPDATE"), "Cluster", "nodes", "nodes/status")),
        false,
        allowed(place),
        Cel.text(LockText.objectBefore())
            + " + request.resource.resource + ' \"' + (has(request.name) ? request.name : '') + "
            + Cel.text(LockText.objectAfter(policy, place.adminGroups())));
  }

  private static String allowed(Place place) {
    return "request.resource.group == 'eci.dev' ? false"
        + " : request.resource.group == 'apiextensions.k8s.io' ? !oldObject.metadata.name.endsWith('.eci.dev')"
        + " : request.resource.group == 'node.k8s.io' ? !(%s in %s && %s[%s] == %s)"
            .formatted(
                Cel.text(Names.MANAGED_BY),
                OUR_LABELS.formatted("oldObject"),
                OUR_LABELS.formatted("oldObject"),
                Cel.text(Names.MANAGED_BY),
                Cel.text(Names.OPERATOR))
        + " : request.resource.group == 'admissionregistration.k8s.io' ? !oldObject.metadata.name.startsWith('eci-')"
        + " : request.resource.group == 'rbac.authorization.k8s.io' ? !(oldObject.metadata.name in %s)"
            .formatted(
                Cel.texts(
                    List.of(Names.OPERATOR, Names.AGENT, Names.WEBHOOK_SERVICE, Names.UNINSTALL)))
        + " : request.resource.resource == 'namespaces' ? oldObject.metadata.name != %s"
            .formatted(Cel.text(place.namespace()))
        + " : "
        + sameLabels();
  }

  /** Ours, of a node: all that begin with eci.dev/. */
  private static String sameLabels() {
    String before = "(oldObject == null ? {} : %s)".formatted(OUR_LABELS.formatted("oldObject"));
    String now = OUR_LABELS.formatted("object");
    String same = "%s.all(k, !k.startsWith('eci.dev/') || (k in %s && %2$s[k] == %1$s[k]))";
    return "(" + same.formatted(now, before) + ") && (" + same.formatted(before, now) + ")";
  }
}
