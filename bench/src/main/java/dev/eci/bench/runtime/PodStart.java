// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eci.harness.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Starts one pod at a time and times it, over plain HTTP to a {@code kubectl proxy}: a kubectl per
 * request would cost more than what is measured.
 */
final class PodStart implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double NANOS_PER_MILLI = 1e6;
  private final Process proxy;
  private final String address;

  // its offer of HTTP/2 is an upgrade to the proxy, which then waits for one
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private int count;

  /** Milliseconds from before the create request. */
  record Times(double running, double ready) {}

  private PodStart(Process proxy, String address) {
    this.proxy = proxy;
    this.address = address;
  }

  static PodStart through(Cluster cluster) {
    ProcessBuilder builder =
        new ProcessBuilder(
                kubectl(cluster),
                "--kubeconfig",
                cluster.kubeconfig().toString(),
                "proxy",
                "--port=0",
                "--address=127.0.0.1")
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      Process proxy = builder.start();
      // Starting to serve on 127.0.0.1:PORT
      String line = proxy.inputReader(StandardCharsets.UTF_8).readLine();
      return new PodStart(proxy, "http://" + line.substring(line.lastIndexOf(' ') + 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param more fields of the pod's spec
   */
  Times one(String namespace, String more) {
    String name = "p" + count++;
    String pods = "/api/v1/namespaces/" + namespace + "/pods";
    Instant start = Instant.now();
    JsonNode created = json(send("POST", pods, pod(name, more)));
    Instant ready = await(pods, created, "MODIFIED", PodStart::isReady);
    String log = send("GET", pods + "/" + name + "/log", "");
    send("DELETE", pods + "/" + name, "");
    await(pods, created, "DELETED", pod -> true);
    return new Times(
        Long.parseLong(log.strip()) / NANOS_PER_MILLI
            - ChronoUnit.NANOS.between(Instant.EPOCH, start) / NANOS_PER_MILLI,
        ChronoUnit.NANOS.between(start, ready) / NANOS_PER_MILLI);
  }

  private static String kubectl(Cluster cluster) {
    Path lab = Path.of(cluster.environment().getOrDefault("ECI_LAB_BIN", ""), "kubectl");
    return Files.isExecutable(lab) ? lab.toString() : "kubectl";
  }

  /** When the watch reported a matching state; starts at the version of the create response. */
  private Instant await(String pods, JsonNode pod, String type, Predicate<JsonNode> pleases) {
    String query =
        "%s?watch=1&timeoutSeconds=120&resourceVersion=%s&fieldSelector=metadata.name=%s"
            .formatted(
                pods,
                pod.at("/metadata/resourceVersion").asText(),
                pod.at("/metadata/name").asText());
    try (Stream<String> events =
        http.send(request("GET", query, ""), BodyHandlers.ofLines()).body()) {
      return events
          .map(PodStart::json)
          .filter(event -> event.path("type").asText().equals(type))
          .filter(event -> pleases.test(event.path("object")))
          .map(event -> Instant.now())
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(pod.at("/metadata/name") + ": no " + type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static String pod(String name, String more) {
    return """
    {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%s"},
     "spec": {%s"terminationGracePeriodSeconds": 0, "containers": [
       {"name": "main", "image": "%s", "imagePullPolicy": "Never", "command": ["sh", "-c", "work now; exec sleep 3600"]}]}}
    """
        .formatted(name, more, Host.SMALL);
  }

  private static boolean isReady(JsonNode pod) {
    return pod.at("/status/conditions")
        .valueStream()
        .anyMatch(c ->
            c.path("type").asText().equals("Ready") && c.path("status").asText().equals("True"));
  }

  private String send(String method, String path, String body) {
    try {
      HttpResponse<String> response =
          http.send(request(method, path, body), BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(method + " " + path + ": " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private HttpRequest request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .method(method, BodyPublishers.ofString(body))
        .header("Content-Type", "application/json")
        .build();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }

  @Override
  public void close() {
    proxy.destroy();
    http.close();
  }
}
