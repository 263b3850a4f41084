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

/** Objects of libraries that are no beans by themselves. */
public class ClientProducer {
  @Produces
  @Singleton
  KubernetesClient client() {
    return new KubernetesClientBuilder().build();
  }

  void close(@Disposes KubernetesClient client) {
    client.close();
  }

  /** Strict where leniency could hide something: no key twice, nothing after the object. */
  @Produces
  @Singleton
  ObjectMapper mapper() {
    return JsonMapper.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }
}
