// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.http;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Library objects that are not beans by themselves. */
public class ClientProducer {
  @Produces
  @Singleton
  KubernetesClient client() {
    return new KubernetesClientBuilder().build();
  }

  void close(@Disposes KubernetesClient client) {
    client.close();
  }

  /** Rejects duplicate keys and trailing content: either could hide a field from the evaluation. */
  @Produces
  @Singleton
  ObjectMapper mapper() {
    return JsonMapper.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }
}
