// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.lock;

import dev.eci.operator.WellKnownNames;
import dev.eci.operator.desired.InstallationContext;
import dev.eci.operator.desired.admissionpolicy.CelBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import java.util.List;
import java.util.stream.Stream;

/**
 * The users that no lock denies: admins, the product's own accounts, and Kubernetes' own
 * controllers.
 */
final class LockExemptions {
  /**
   * Kubernetes' controllers that write to objects of these kinds, by their service accounts in
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

  private LockExemptions() {}

  static List<MatchCondition> conditions(InstallationContext installationContext) {
    return List.of(
        new MatchCondition(
            "!request.userInfo.groups.exists(g, g in %s) && !(request.userInfo.username in %s)"
                .formatted(
                    CelBuilder.texts(installationContext.adminGroups()),
                    CelBuilder.texts(installationContext.adminUsers())),
            "no-admin"),
        new MatchCondition(
            "!(request.userInfo.username in %s)"
                .formatted(CelBuilder.texts(ours(installationContext))),
            "none-of-ours"),
        new MatchCondition(
            "!('system:nodes' in request.userInfo.groups) && !(request.userInfo.username in %s)"
                .formatted(CelBuilder.texts(machinery())),
            "not-the-cluster-itself"));
  }

  private static List<String> ours(InstallationContext installationContext) {
    return Stream.of(
            WellKnownNames.OPERATOR,
            WellKnownNames.AGENT,
            WellKnownNames.WEBHOOK_SERVICE,
            WellKnownNames.UNINSTALL)
        .map(installationContext::account)
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
