package dev.eci.webhook.alone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.eci.webhook.real.SecretVolume;
import dev.eci.webhook.real.Trust;
import dev.eci.webhook.tls.TestCa;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged webhook answers where there is no cluster, nor any trace of one. */
class AloneIT {
  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "u",
       "kind": {"group": "", "version": "v1", "kind": "Pod"}, "operation": "CREATE", "namespace": "any",
       "object": {"metadata": {"name": "p"}, "spec": {%s"containers": [{"name": "c", "image": "busybox"}]}}}}
      """;

  @TempDir Path directory;

  @Test
  void reviewsAreAnsweredByAPolicyFile() throws Exception {
    Path policy =
        Files.writeString(
            directory.resolve("policy.yaml"),
            "---\n{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: from-file}, spec: {}}\n");
    int port = freePort();
    Process process = start("--policy", policy.toString(), "--port", String.valueOf(port));
    try (HttpClient http = HttpClient.newHttpClient()) {
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> get(http, port, "q/health/ready") == 200);
      assertThat(post(http, "http", port, "validate-pods", REVIEW.formatted("\"hostPID\": true, ")))
          .contains("\"allowed\":false", "RES-1 (EciPolicy \\\"from-file\\\") spec.hostPID");
      assertThat(post(http, "http", port, "mutate-pods", REVIEW.formatted("")))
          .contains("\"allowed\":true", "\"patchType\":\"JSONPatch\"");
    } finally {
      process.destroy();
    }
    assertThat(process.waitFor(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
  }

  /** {@code --tls}: only there, and with the certificate of the directory. */
  @Test
  void reviewsAreAnsweredOverTls() throws Exception {
    Path policy =
        Files.writeString(
            directory.resolve("policy.yaml"),
            "---\n{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: from-file}, spec: {}}\n");
    TestCa ca = new TestCa();
    Path tls = Files.createDirectory(directory.resolve("tls"));
    new SecretVolume(tls).write(ca.issue());
    int port = freePort();
    Process process =
        start(
            "--policy", policy.toString(), "--tls", tls.toString(), "--port", String.valueOf(port));
    try (HttpClient http = HttpClient.newBuilder().sslContext(Trust.in(ca)).build();
        HttpClient stranger = HttpClient.newHttpClient()) {
      String review = REVIEW.formatted("\"hostPID\": true, ");
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(() ->
              assertThat(post(http, "https", port, "validate-pods", review))
                  .contains("RES-1 (EciPolicy \\\"from-file\\\") spec.hostPID"));
      assertThatThrownBy(() -> post(stranger, "https", port, "validate-pods", review))
          .isInstanceOf(SSLException.class);
      assertThatThrownBy(() -> post(http, "http", port, "validate-pods", review))
          .isInstanceOf(IOException.class);
    } finally {
      process.destroy();
    }
  }

  /** No server that comes up without what it was told to serve. */
  @Test
  void aMissingKeyIsToldAtOnce() throws Exception {
    Path policy =
        Files.writeString(
            directory.resolve("policy.yaml"),
            "---\n{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: from-file}, spec: {}}\n");
    Process process = start("--policy", policy.toString(), "--tls", directory.toString());
    assertThat(process.waitFor(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(Files.readString(directory.resolve("log"))).contains("tls.key cannot be read");
  }

  @Test
  void aBadPolicyFileIsToldAtOnce() throws Exception {
    Path policy = Files.writeString(directory.resolve("policy.yaml"), "kind: Pod\n");
    Process process = start("--policy", policy.toString());
    assertThat(process.waitFor(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(Files.readString(directory.resolve("log"))).contains("kind: must be EciPolicy");
  }

  private Process start(String... arguments) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "@" + Path.of("jvm.options").toAbsolutePath(),
                    "-jar",
                    System.getProperty("webhook.jar")),
                Stream.of(arguments))
            .toList();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile());
    builder.environment().put("KUBECONFIG", directory.resolve("none").toString());
    builder.environment().put("QUARKUS_SHUTDOWN_DELAY", "0s");
    return builder.start();
  }

  private static int get(HttpClient http, int port, String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/%s".formatted(port, path)))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private static String post(HttpClient http, String scheme, int port, String path, String body)
      throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create("%s://127.0.0.1:%d/%s".formatted(scheme, port, path)))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
