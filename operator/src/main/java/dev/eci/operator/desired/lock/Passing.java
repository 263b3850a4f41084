package dev.eci.operator.desired.lock;

import dev.eci.operator.Names;
import dev.eci.operator.desired.Place;
import dev.eci.operator.desired.floor.Cel;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import java.util.List;
import java.util.stream.Stream;

/** Who is never stopped by a lock: admins, our own parts, and the cluster's own machinery. */
final class Passing {
  /**
   * Kubernetes' controllers that write to objects like ours, by their service accounts in
   * kube-system. Source: k8s.io/kubernetes, plugin/pkg/auth/authorizer/rbac/bootstrappolicy.
   */
  private static final List<String> CONTROLLERS =
      List.of(
          "clusterrole-aggregation-controller",
          "cronjob-controller",
          "daemon-set-controller",
          "deployment-controller",
          "disruption-controller",
          "endpoint-controller",
          "endpointslice-controller",
          "endpointslicemirroring-controller",
          "generic-garbage-collector",
          "job-controller",
          "legacy-service-account-token-cleaner",
          "namespace-controller",
          "node-controller",
          "pod-garbage-collector",
          "replicaset-controller",
          "root-ca-cert-publisher",
          "service-account-controller",
          "taint-eviction-controller",
          "ttl-after-finished-controller",
          "ttl-controller");

  private Passing() {}

  static List<MatchCondition> conditions(Place place) {
    return List.of(
        new MatchCondition(
            "!request.userInfo.groups.exists(g, g in %s) && !(request.userInfo.username in %s)"
                .formatted(Cel.texts(place.adminGroups()), Cel.texts(place.adminUsers())),
            "no-admin"),
        new MatchCondition(
            "!(request.userInfo.username in %s)".formatted(Cel.texts(ours(place))), "none-of-ours"),
        new MatchCondition(
            "!('system:nodes' in request.userInfo.groups) && !(request.userInfo.username in %s)"
                .formatted(Cel.texts(machinery())),
            "not-the-cluster-itself"));
  }

  private static List<String> ours(Place place) {
    return Stream.of(Names.OPERATOR, Names.AGENT, Names.WEBHOOK_SERVICE, Names.UNINSTALL)
        .map(place::account)
        .toList();
  }

  private static List<String> machinery() {
    return Stream.concat(
            Stream.of(
                "system:apiserver", "system:kube-controller-manager", "system:kube-scheduler"),
            CONTROLLERS.stream().map(name -> "system:serviceaccount:kube-system:" + name))
        .toList();
  }
}
