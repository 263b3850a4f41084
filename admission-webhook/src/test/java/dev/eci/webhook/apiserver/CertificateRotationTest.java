// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eci.webhook.tls.TestCa;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A renewed Secret is served without a restart, and reviews continue. */
@QuarkusTest
@WithTestResource(RealCluster.class)
class CertificateRotationTest extends ApiServerTestBase {
  /** Handshakes run all the time: none may fail because of the renewal. */
  @Test
  void servesNewCertificate() throws Exception {
    TestCa.Issued renewed = cluster.ca().issue();
    assertThat(served()).isNotEqualTo(renewed.serial());

    cluster.certificate().write(renewed);

    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(20))
        .until(() -> served().equals(renewed.serial()));
    assertThat(ManifestYaml.pod(client(), "default", "after", "").denial()).isEmpty();
  }

  @Test
  void keepsCertificateWhenReplacementIsInvalid() throws Exception {
    BigInteger before = served();

    cluster.certificate().write(new TestCa.Issued(BigInteger.ZERO, "nonsense", "nonsense"));
    TestCa.Issued renewed = cluster.ca().issue();
    assertThat(served()).isEqualTo(before);
    cluster.certificate().write(renewed);

    await().atMost(Duration.ofSeconds(20)).until(() -> served().equals(renewed.serial()));
  }

  private BigInteger served() throws IOException {
    return ((X509Certificate) handshake(_ -> {}).getPeerCertificates()[0]).getSerialNumber();
  }
}
