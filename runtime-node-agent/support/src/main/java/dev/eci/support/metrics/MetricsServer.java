// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves {@code /metrics} by HTTP. Metrics are counts: no names of pods, no settings. */
public final class MetricsServer implements AutoCloseable {
  private static final int BACKLOG = 8;

  private final HttpServer server;
  private final ExecutorService threads;

  private MetricsServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts to serve.
   *
   * @param address port 0 stands for any free port
   */
  public static MetricsServer start(InetSocketAddress address, Metrics metrics) throws IOException {
    HttpServer server = HttpServer.create(address, BACKLOG);
    // usually there is one scraper; a second one waits
    ExecutorService threads =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name("metrics").daemon().factory());
    server.setExecutor(threads);
    server.createContext("/", exchange -> respond(exchange, metrics));
    server.start();
    return new MetricsServer(server, threads);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private static void respond(HttpExchange exchange, Metrics metrics) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals("/metrics")) {
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_NOT_FOUND, -1);
        return;
      }
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_BAD_METHOD, -1);
        return;
      }
      byte[] text = metrics.text().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, text.length);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(text);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
