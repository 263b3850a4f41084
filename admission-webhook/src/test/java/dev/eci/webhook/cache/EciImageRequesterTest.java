// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.pod.ImageVerificationRequest;
import dev.eci.webhook.admission.ReviewResponse;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.impl.cache.CacheImpl;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EciImageRequesterTest {
  /** Without the reason, users would look for it at the registry. */
  @Test
  void saysThatNamespaceHasUsedItsBudget() {
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      EciImageRequester requester = new EciImageRequester(client, CacheImpl::new);
      for (int i = 0; i < EciImageRequester.NEW_PER_NAMESPACE; i++) {
        assertThat(add(requester, "noisy", "registry.example/a" + i)).isEmpty();
      }
      String reason = add(requester, "noisy", "registry.example/last").orElseThrow();
      assertThat(reason).contains("\"noisy\"", "512 new images");
      assertThat(add(requester, "noisy", "registry.example/a1")).isEmpty();
      assertThat(add(requester, "quiet", "registry.example/last")).isEmpty();
      assertThat(ReviewResponse.deny("eci: denied.").explained(reason).message())
          .isEqualTo("eci: denied. " + reason);
      assertThat(ReviewResponse.allow().explained(reason)).isEqualTo(ReviewResponse.allow());
    }
  }

  private static Optional<String> add(EciImageRequester requester, String namespace, String image) {
    return requester.add(
        namespace, List.of(new ImageVerificationRequest(ImageReference.parse(image), true, true)));
  }
}
