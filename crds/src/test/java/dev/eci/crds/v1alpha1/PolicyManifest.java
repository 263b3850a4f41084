package dev.eci.crds.v1alpha1;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Policies sent as people write them, past our own types. */
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

  /** The API server's answer to a policy that it does not take; nothing is stored either way. */
  static String refusal(KubernetesClient client, String spec) {
    try {
      written(client, "refused", spec).dryRun().create();
    } catch (KubernetesClientException e) {
      return e.getStatus().getMessage();
    }
    return "";
  }
}
