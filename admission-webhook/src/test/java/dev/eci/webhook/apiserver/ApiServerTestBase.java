// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import dev.eci.crds.testing.RequiresApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URI;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;

/** Tests of the running webhook through the API server that calls it. */
@RequiresApiServer
abstract class ApiServerTestBase {
  RealCluster cluster;

  @TestHTTPResource(tls = true)
  URI webhook;

  @BeforeEach
  final void register() {
    cluster.register("https://127.0.0.1:" + webhook.getPort());
    prepare();
  }

  /** Creates what each test of the class needs. */
  void prepare() {}

  /** The TLS session that the webhook negotiates with such a client. */
  SSLSession handshake(Consumer<SSLSocket> setUp) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            TestSslContext.trusting(cluster.ca())
                .getSocketFactory()
                .createSocket("127.0.0.1", webhook.getPort())) {
      setUp.accept(socket);
      socket.startHandshake();
      return socket.getSession();
    }
  }

  KubernetesClient client() {
    return cluster.client();
  }

  /** {@link Namespaces#protect}, once per class. */
  void protect(String namespace, String spec) {
    if (client().namespaces().withName(namespace).get() == null) {
      Namespaces.protect(client(), namespace, spec);
    }
  }
}
