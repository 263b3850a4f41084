// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;

/** A server that responds as no well-behaved registry would. */
final class FaultyRegistry implements AutoCloseable {
  private final HttpServer server;
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  FaultyRegistry(HttpHandler handler) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          seen.add(
              "%s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      authorization == null ? "-" : authorization));
          handler.handle(exchange);
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String host() {
    return "127.0.0.1:" + port();
  }

  /** Requests without the ping, as {@code METHOD path authorization}. */
  List<String> seen() {
    return seen.stream().filter(line -> !line.contains(" /v2/ ")).toList();
  }

  static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
    if (!head && bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
