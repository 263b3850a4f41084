// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.awaitility.Awaitility.await;

import dev.eci.crds.v1alpha1.EciPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;

/** A namespace and a policy per test, so that tests do not affect each other. */
final class Namespaces {
  private Namespaces() {}

  static void create(KubernetesClient client, String name) {
    var _ =
        ManifestYaml.from(
                client, "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(name))
            .create();
  }

  /** Creates a namespace and a policy of the same name; returns once the webhook uses it. */
  static void protect(KubernetesClient client, String name, String spec) {
    create(client, name);
    var _ = policy(client, name, name, spec).create();
    awaitPolicy(client, name);
  }

  static ManifestYaml policy(KubernetesClient client, String name, String namespace, String spec) {
    return ManifestYaml.from(
        client,
        """
        apiVersion: eci.dev/v1alpha1
        kind: EciPolicy
        metadata: {name: %s}
        spec:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
        """
                .formatted(name, namespace)
            + spec.indent(2));
  }

  /** Waits, because the watch is milliseconds behind. */
  static void awaitPolicy(KubernetesClient client, String namespace) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            ManifestYaml.pod(client, namespace, "probe", "hostPID: true")
                .denial()
                .contains("RES-1 (EciPolicy \"%s\")".formatted(namespace)));
  }

  /** An entry of status.images, as the operator writes it. */
  static String resolved(String image, String digest, Instant now) {
    return "{\"image\": \"%1$s\", \"checked\": \"%3$s\", \"versions\": [{\"digest\": \"%2$s\", \"seen\": \"%3$s\"}]}"
        .formatted(image, digest, now);
  }

  static void resolve(KubernetesClient client, String policy, String... images) {
    var _ =
        client
            .resources(EciPolicy.class)
            .withName(policy)
            .subresource("status")
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"status\": {\"images\": [%s]}}".formatted(String.join(", ", images)));
  }
}
