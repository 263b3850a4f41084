package dev.eci.webhook.real;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;

/** Tests of the running webhook through the API server that calls it. */
abstract class AgainstApiServer {
  RealCluster cluster;

  @TestHTTPResource(tls = true)
  URI webhook;

  @BeforeEach
  final void register() {
    cluster.register("https://127.0.0.1:" + webhook.getPort());
    prepare();
  }

  /** What each test of the class needs. */
  void prepare() {}

  KubernetesClient client() {
    return cluster.client();
  }

  /** As {@link Namespaces#protect}, once for a class. */
  void protect(String namespace, String spec) {
    if (client().namespaces().withName(namespace).get() == null) {
      Namespaces.protect(client(), namespace, spec);
    }
  }
}
