// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.uninstall;

import dev.eci.crds.v1alpha1.EciFallbackParameters;
import dev.eci.operator.WellKnownNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Stream;

/** Deletes the product's cluster-wide objects. */
final class ClusterObjects {
  private final KubernetesClient client;

  ClusterObjects(KubernetesClient client) {
    this.client = client;
  }

  /** Lets pods start unchanged, also while the webhook is removed and afterwards. */
  void deletePodWebhooks() {
    for (String fallback : List.of(WellKnownNames.FALLBACK, WellKnownNames.FORMER_FALLBACK)) {
      client
          .admissionRegistration()
          .v1()
          .validatingAdmissionPolicyBindings()
          .withName(fallback)
          .delete();
    }
    client
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(WellKnownNames.PODS_WEBHOOK)
        .delete();
    client
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(WellKnownNames.PODS_WEBHOOK)
        .delete();
  }

  /** Deletes everything that has the operator's label; true if there was nothing to delete. */
  boolean deleteAll() {
    List<? extends HasMetadata> ours =
        Stream.of(
                client.admissionRegistration().v1().validatingAdmissionPolicyBindings(),
                client.admissionRegistration().v1().validatingAdmissionPolicies(),
                client.admissionRegistration().v1().mutatingWebhookConfigurations(),
                client.admissionRegistration().v1().validatingWebhookConfigurations(),
                client.resources(EciFallbackParameters.class),
                client.resources(RuntimeClass.class))
            .flatMap(kind ->
                kind
                    .withLabel(WellKnownNames.MANAGED_BY, WellKnownNames.OPERATOR)
                    .list()
                    .getItems()
                    .stream()
                    .map(HasMetadata.class::cast))
            .toList();
    ours.forEach(object -> client.resource(object).delete());
    return ours.isEmpty();
  }
}
