package dev.eci.webhook.real;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;

/** Namespaces with a policy of their own, so that tests do not meet. */
final class Namespaces {
  private Namespaces() {}

  static void create(KubernetesClient client, String name) {
    var _ =
        Written.in(
                client, "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(name))
            .create();
  }

  /** A namespace and a policy of the same name for it; returns once the webhook knows it. */
  static void protect(KubernetesClient client, String name, String spec) {
    create(client, name);
    var _ = policy(client, name, name, spec).create();
    awaitPolicy(client, name);
  }

  static Written policy(KubernetesClient client, String name, String namespace, String spec) {
    return Written.in(
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

  /** The watch is milliseconds behind. */
  static void awaitPolicy(KubernetesClient client, String namespace) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            Written.pod(client, namespace, "probe", "hostPID: true")
                .refusal()
                .contains("RES-1 (EciPolicy \"%s\")".formatted(namespace)));
  }
}
