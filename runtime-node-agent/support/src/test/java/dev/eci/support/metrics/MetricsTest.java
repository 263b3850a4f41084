// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final String NAME = "eci_runtime_create_requests_total";

  private final Metrics metrics = new Metrics();
  private final AtomicLong used = new AtomicLong(3);

  @Test
  void rendersPrometheusText() {
    Counter denied = metrics.counter(NAME, "Create requests.", "decision", "deny");
    metrics.counter(NAME, "Create requests.", "decision", "allow").add(2);
    metrics.gauge("eci_a", "Used.", used::get);
    denied.increment();
    assertThat(metrics.text())
        .isEqualTo(
            """
            # HELP eci_a Used.
            # TYPE eci_a gauge
            eci_a 3
            # HELP eci_runtime_create_requests_total Create requests.
            # TYPE eci_runtime_create_requests_total counter
            eci_runtime_create_requests_total{decision="deny"} 1
            eci_runtime_create_requests_total{decision="allow"} 2
            """);
    used.set(4);
    assertThat(metrics.text()).contains("eci_a 4\n");
  }

  @Test
  void escapesLabelValues() {
    metrics.gauge("eci_a", "x", "l", "a\"\\\n", used::get);
    assertThat(metrics.text()).contains("eci_a{l=\"a\\\"\\\\\\n\"} 3\n");
  }

  @Test
  void rejectsDuplicateNames() {
    metrics.gauge("eci_a", "x", used::get);
    assertThatThrownBy(() -> metrics.gauge("eci_a", "x", used::get)).hasMessageContaining("eci_a");
    assertThatThrownBy(() -> metrics.counter("eci_a", "x", "l", "v")).hasMessageContaining("eci_a");
  }

  @Test
  void servesOnlyGetOfMetricsPath() throws IOException, InterruptedException {
    metrics.gauge("eci_a", "Used.", used::get);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (MetricsServer server = MetricsServer.start(any, metrics);
        HttpClient client = HttpClient.newHttpClient()) {
      URI root = URI.create("http://localhost:" + server.port());
      HttpResponse<String> response = get(client, root.resolve("/metrics"), "GET");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("content-type").orElseThrow())
          .startsWith("text/plain; version=0.0.4");
      assertThat(response.body()).endsWith("eci_a 3\n");
      assertThat(get(client, root.resolve("/metrics/x"), "GET").statusCode()).isEqualTo(404);
      assertThat(get(client, root, "GET").statusCode()).isEqualTo(404);
      assertThat(get(client, root.resolve("/metrics"), "POST").statusCode()).isEqualTo(405);
    }
  }

  private static HttpResponse<String> get(HttpClient client, URI uri, String method)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
