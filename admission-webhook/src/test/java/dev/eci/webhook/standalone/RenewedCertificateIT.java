// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.standalone;

import static dev.eci.webhook.standalone.Packaged.review;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eci.webhook.apiserver.TestSslContext;
import dev.eci.webhook.tls.TestCa;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tool writes the files of a directory one after the other, unlike the files of a Secret. While
 * they are not a certificate and its key, the webhook logs the reason, and no handshake fails.
 */
class RenewedCertificateIT {
  private static final String KEPT = "the serving certificate stays as it is: ";

  @TempDir Path directory;

  private final TestCa ca = new TestCa();
  private final TestCa.Issued first = ca.issue();
  private final TestCa.Issued renewed = ca.issue();
  private int port;
  private int logOffset;
  private Packaged webhook;

  @BeforeEach
  void start() throws Exception {
    certificate(first.certificate());
    key(first.key());
    port = Packaged.freePort();
    webhook =
        Packaged.start(
            directory,
            "--policy",
            Packaged.policy(directory),
            "--tls",
            directory.toString(),
            "--port",
            String.valueOf(port));
    patiently()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> served().equals(first.serial()));
  }

  @AfterEach
  void stop() {
    webhook.close();
  }

  @Test
  void reloadsCertificateOnlyWhenComplete() throws Exception {
    try (SSLSocket kept = connect()) {
      assertThat(answered(kept)).isTrue();

      certificate("");
      assertKeepsServing("Missing -----BEGIN CERTIFICATE-----");
      certificate(renewed.certificate().substring(0, renewed.certificate().length() / 2));
      assertKeepsServing("Missing -----END CERTIFICATE-----");
      certificate(renewed.certificate());
      assertKeepsServing("tls.key is not the key of the certificate in tls.crt");
      key(renewed.key().substring(0, renewed.key().length() / 2));
      assertKeepsServing("Missing -----END PRIVATE KEY-----");
      Files.delete(directory.resolve("tls.key"));
      assertKeepsServing("tls.key cannot be read");
      certificate(renewed.certificate() + ca.pem().substring(0, ca.pem().length() / 2));
      key(renewed.key());
      assertKeepsServing("Missing -----END CERTIFICATE-----");
      certificate(renewed.certificate() + ca.pem());

      // every poll is a handshake, and a failed one fails the test
      patiently().atMost(Duration.ofSeconds(20)).until(() -> served().equals(renewed.serial()));
      assertThat(answered(kept)).as("the connection opened before the renewal").isTrue();
    }
    assertThat(webhook.process().isAlive()).isTrue();
    assertThat(webhook.log()).containsOnlyOnce("the serving certificate was renewed");
  }

  /** Waits for the log line; meanwhile, and once more after it, the old certificate is served. */
  private void assertKeepsServing(String reason) throws Exception {
    patiently()
        .atMost(Duration.ofSeconds(10))
        .failFast(
            "another certificate is served, or none",
            () -> assertThat(served()).isEqualTo(first.serial()))
        .untilAsserted(
            () -> assertThat(webhook.log().substring(logOffset)).contains(KEPT).contains(reason));
    assertThat(served()).isEqualTo(first.serial());
    logOffset = webhook.log().length();
  }

  private static ConditionFactory patiently() {
    return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
  }

  private void certificate(String pem) throws IOException {
    Files.writeString(directory.resolve("tls.crt"), pem);
  }

  private void key(String pem) throws IOException {
    Files.writeString(directory.resolve("tls.key"), pem);
  }

  private BigInteger served() throws IOException {
    try (SSLSocket socket = connect()) {
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }
  }

  private SSLSocket connect() throws IOException {
    SSLSocket socket =
        (SSLSocket) TestSslContext.trusting(ca).getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(10_000);
    socket.startHandshake();
    return socket;
  }

  /** A review over a connection that stays open. */
  private static boolean answered(SSLSocket connection) throws IOException {
    byte[] body = review("").getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /mutate-pods HTTP/1.1\r\nHost: webhook\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(body.length);
    connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    connection.getOutputStream().write(body);
    StringBuilder answer = new StringBuilder();
    byte[] part = new byte[8192];
    while (answer.indexOf("\"allowed\":true") < 0) {
      int read = connection.getInputStream().read(part);
      if (read < 0) {
        return false;
      }
      answer.append(new String(part, 0, read, StandardCharsets.UTF_8));
    }
    return answer.toString().startsWith("HTTP/1.1 200");
  }
}
