// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.standalone;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged webhook in a separate process, without a cluster. */
record Packaged(Process process, Path directory) implements AutoCloseable {
  /** Writes the log to a file in the directory. */
  static Packaged start(Path directory, String... arguments) throws IOException {
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
    builder.environment().put("ECI_TLS_RELOAD_PERIOD", "0.1s");
    return new Packaged(builder.start(), directory);
  }

  /** A policy for all pods, called from-file. */
  static String policy(Path directory) throws IOException {
    return Files.writeString(
            directory.resolve("policy.yaml"),
            "---\n{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: from-file}, spec: {}}\n")
        .toString();
  }

  /**
   * A review of a pod.
   *
   * @param more fields of its spec, each followed by a comma
   */
  static String review(String more) {
    return """
    {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "u",
     "kind": {"group": "", "version": "v1", "kind": "Pod"}, "operation": "CREATE", "namespace": "any",
     "object": {"metadata": {"name": "p"}, "spec": {%s"containers": [{"name": "c", "image": "busybox"}]}}}}
    """
        .formatted(more);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static int get(HttpClient http, int port, String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/%s".formatted(port, path)))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  static String post(HttpClient http, String scheme, int port, String path, String body)
      throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create("%s://127.0.0.1:%d/%s".formatted(scheme, port, path)))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  /** Whether the process ends in time, by itself or after {@link #close}. */
  boolean ends(long seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
