// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.standalone;

import static dev.eci.webhook.standalone.Packaged.freePort;
import static dev.eci.webhook.standalone.Packaged.get;
import static dev.eci.webhook.standalone.Packaged.post;
import static dev.eci.webhook.standalone.Packaged.review;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.eci.webhook.apiserver.SecretVolume;
import dev.eci.webhook.apiserver.TestSslContext;
import dev.eci.webhook.tls.TestCa;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged webhook serves reviews without a cluster and without a kubeconfig. */
class StandaloneWebhookIT {
  @TempDir Path directory;

  @Test
  void reviewsAreAnsweredByAPolicyFile() throws Exception {
    int port = freePort();
    Packaged webhook =
        Packaged.start(
            directory, "--policy", Packaged.policy(directory), "--port", String.valueOf(port));
    try (webhook;
        HttpClient http = HttpClient.newHttpClient()) {
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> get(http, port, "q/health/ready") == 200);
      assertThat(post(http, "http", port, "validate-pods", review("\"hostPID\": true, ")))
          .contains("\"allowed\":false", "RES-1 (EciPolicy \\\"from-file\\\") spec.hostPID");
      assertThat(post(http, "http", port, "mutate-pods", review("")))
          .contains("\"allowed\":true", "\"patchType\":\"JSONPatch\"");
    }
    assertThat(webhook.ends(30)).isTrue();
  }

  /** {@code --tls}: only TLS is served, with the certificate of the directory. */
  @Test
  void reviewsAreAnsweredOverTls() throws Exception {
    TestCa ca = new TestCa();
    Path tls = Files.createDirectory(directory.resolve("tls"));
    new SecretVolume(tls).write(ca.issue());
    int port = freePort();
    try (var _ =
            Packaged.start(
                directory,
                "--policy",
                Packaged.policy(directory),
                "--tls",
                tls.toString(),
                "--port",
                String.valueOf(port));
        HttpClient http = HttpClient.newBuilder().sslContext(TestSslContext.trusting(ca)).build();
        HttpClient untrusting = HttpClient.newHttpClient()) {
      String review = review("\"hostPID\": true, ");
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(() ->
              assertThat(post(http, "https", port, "validate-pods", review))
                  .contains("RES-1 (EciPolicy \\\"from-file\\\") spec.hostPID"));
      assertThatThrownBy(() -> post(untrusting, "https", port, "validate-pods", review))
          .isInstanceOf(SSLException.class);
      assertThatThrownBy(() -> post(http, "http", port, "validate-pods", review))
          .isInstanceOf(IOException.class);
    }
  }

  /** The server must not start without the certificate that it was configured to serve. */
  @Test
  void reportsMissingKeyAtStart() throws Exception {
    Packaged webhook =
        Packaged.start(
            directory, "--policy", Packaged.policy(directory), "--tls", directory.toString());
    assertThat(webhook.ends(60)).isTrue();
    assertThat(webhook.process().exitValue()).isEqualTo(2);
    assertThat(webhook.log()).contains("tls.key cannot be read");
  }

  @Test
  void reportsInvalidPolicyFileAtStart() throws Exception {
    Path policy = Files.writeString(directory.resolve("policy.yaml"), "kind: Pod\n");
    Packaged webhook = Packaged.start(directory, "--policy", policy.toString());
    assertThat(webhook.ends(60)).isTrue();
    assertThat(webhook.process().exitValue()).isEqualTo(2);
    assertThat(webhook.log()).contains("kind: must be EciPolicy");
  }
}
