// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Policies sent as plain YAML, without the API types. */
final class PolicyManifest {
  private PolicyManifest() {}

  static Resource<GenericKubernetesResource> written(
      KubernetesClient client, String name, String spec) {
    return client
        .genericKubernetesResources("eci.dev/v1alpha1", "EciPolicy")
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: eci.dev/v1alpha1
                kind: EciPolicy
                metadata: {name: %s}
                spec: {%s}
                """
                    .formatted(name, spec),
                GenericKubernetesResource.class));
  }

  /** The error of the API server for an invalid policy, or empty. Nothing is stored (dry run). */
  static String denial(KubernetesClient client, String spec) {
    try {
      written(client, "denied", spec).dryRun().create();
    } catch (KubernetesClientException e) {
      return e.getStatus().getMessage();
    }
    return "";
  }
}
