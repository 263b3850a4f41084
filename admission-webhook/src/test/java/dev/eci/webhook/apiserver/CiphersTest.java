// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The negotiated cipher, which determines a large part of the cost of a review. */
@QuarkusTest
@WithTestResource(RealCluster.class)
class CiphersTest extends ApiServerTestBase {
  /** In the order that Go clients offer. */
  @Test
  void prefersChaCha20() throws Exception {
    assertThat(
            chosen(
                "TLSv1.3",
                "TLS_AES_128_GCM_SHA256",
                "TLS_AES_256_GCM_SHA384",
                "TLS_CHACHA20_POLY1305_SHA256"))
        .isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
  }

  @Test
  void servesClientWithAesOnly() throws Exception {
    assertThat(chosen("TLSv1.3", "TLS_AES_256_GCM_SHA384")).isEqualTo("TLS_AES_256_GCM_SHA384");
    assertThat(
            chosen(
                "TLSv1.2",
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"))
        .endsWith("_WITH_AES_128_GCM_SHA256");
  }

  private String chosen(String protocol, String... offered) throws IOException {
    return handshake(
            socket -> {
              socket.setEnabledProtocols(new String[] {protocol});
              socket.setEnabledCipherSuites(offered);
            })
        .getCipherSuite();
  }
}
