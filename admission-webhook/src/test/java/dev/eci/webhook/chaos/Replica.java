// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** One process of the packaged webhook, as its pod runs it. */
final class Replica {
  private static final Path JAR = Path.of(System.getProperty("webhook.jar"));

  private final int port = ControlPlane.freePort();
  private final Process process;
  private final HttpClient http;

  Replica(Path kubeconfig, Path tls, Path log) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("jvm.options").toAbsolutePath(),
                "-jar",
                JAR.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
    builder.environment().put("QUARKUS_HTTP_SSL_PORT", String.valueOf(port));
    builder.environment().put("ECI_TLS_DIRECTORY", tls.toString());
    builder.environment().put("ECI_TLS_RELOAD_PERIOD", "0.2s");
    builder.environment().put("QUARKUS_SHUTDOWN_DELAY", "2s");
    Files.createDirectories(log.getParent());
    process = builder.start();
    SSLContext trustAll = SSLContext.getInstance("TLS");
    trustAll.init(null, new TrustManager[] {new InsecureTrustManager()}, null);
    http =
        HttpClient.newBuilder().sslContext(trustAll).connectTimeout(Duration.ofSeconds(1)).build();
  }

  int port() {
    return port;
  }

  /** The result of the kubelet's readiness probe. */
  boolean ready() {
    try {
      return http.send(
                  HttpRequest.newBuilder(
                          URI.create("https://127.0.0.1:%d/q/health/ready".formatted(port)))
                      .timeout(Duration.ofSeconds(1))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Like a node that loses power. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Like the kubelet stops a pod: SIGTERM and a grace period. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(40, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("the replica does not stop on SIGTERM");
    }
  }

  void close() {
    process.destroyForcibly();
    http.close();
  }

  /** Kubelets verify neither the certificate nor the host name in a probe. */
  private static final class InsecureTrustManager extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
