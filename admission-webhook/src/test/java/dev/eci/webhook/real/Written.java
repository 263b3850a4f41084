package dev.eci.webhook.real;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** An object as people write it, YAML, and what a real API server makes of it. */
record Written(KubernetesClient client, HasMetadata object) {
  static Written in(KubernetesClient client, String yaml) {
    byte[] bytes = ("---\n" + yaml).getBytes(StandardCharsets.UTF_8);
    return new Written(client, client.load(new ByteArrayInputStream(bytes)).items().getFirst());
  }

  /** A busybox pod with further fields of its spec, one line each. */
  static Written pod(KubernetesClient client, String namespace, String name, String fields) {
    String spec =
        fields.contains("containers:")
            ? fields
            : "containers: [{name: c, image: busybox}]\n" + fields;
    return in(
        client,
        """
        apiVersion: v1
        kind: Pod
        metadata: {namespace: %s, name: %s}
        spec:
        """
                .formatted(namespace, name)
            + spec.indent(2));
  }

  HasMetadata create() {
    return client.resource(object).create();
  }

  /** What the API server answers if it refuses the object, which is not stored either way. */
  String refusal() {
    try {
      var _ = client.resource(object).dryRun().create();
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage());
    }
    return "";
  }
}
