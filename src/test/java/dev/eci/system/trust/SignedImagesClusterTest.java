// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.harness.Cluster;
import dev.eci.signature.testing.KeySigner;
import dev.eci.system.cluster.Pods;
import dev.eci.system.cluster.RequiresKindCluster;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** With the rights and the webhook configurations that the chart and the operator give. */
@RequiresKindCluster
@Order(45)
class SignedImagesClusterTest {
  private static final String IMAGE = "registry.invalid/app:v1";

  private int tried;

  @Test
  void recordsAndDeniesImageWhileRegistryIsUnavailable(Cluster cluster) {
    Pods pods = Pods.createNamespace(cluster, "signed");
    String key = KeySigner.of("EC").publicPem().replace("\n", "\\n");
    cluster
        .apply(
            """
            apiVersion: eci.dev/v1alpha1
            kind: EciPolicy
            metadata: {name: signed}
            spec:
              namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: signed}}
              imageTrust: {scope: All, authorities: [{name: key, key: {publicKeys: "%s"}}]}
            """
                .formatted(key))
        .orThrow();
    try {
      String refusal =
          Cluster.await(
              "a refusal that names the registry's problem",
              Duration.ofSeconds(90),
              () -> tryPod(pods),
              text -> text.contains("cannot be reached"));
      assertThat(refusal)
          .contains(
              "TRUST (EciPolicy \"signed\") spec.containers[0].image: ",
              "image \"%s\" must be signed, and its signature has not been verified yet"
                  .formatted(IMAGE));
      JsonNode image = cluster.get("eciimages").path("items").path(0);
      assertThat(image.at("/spec/image").asText()).isEqualTo(IMAGE);
      assertThat(image.at("/status/problem").asText()).contains("cannot be reached");
      // no other image needs a signature
      assertThat(cluster.get("eciimages").path("items")).hasSize(1);
    } finally {
      cluster.kubectl("delete", "ecipolicy/signed", "namespace/signed", "--wait=false");
      cluster.kubectl("delete", "eciimages", "--all");
    }
  }

  /** Each time another: the first may come before the webhook knows the policy. */
  private String tryPod(Pods pods) {
    return pods.apply("app-" + tried++, "containers: [{name: c, image: \"%s\"}]\n".formatted(IMAGE))
        .text();
  }
}
