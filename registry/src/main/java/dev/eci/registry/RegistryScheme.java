// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether a registry uses TLS. Only registries that may do without are ever contacted over plain
 * HTTP.
 */
final class RegistryScheme {
  private static final int BAD_REQUEST = 400;

  private final HttpExchange httpExchange;
  private final Set<String> plain;
  private final Map<String, String> schemes = new ConcurrentHashMap<>();

  RegistryScheme(HttpExchange httpExchange, Set<String> plain) {
    this.httpExchange = httpExchange;
    this.plain = plain;
  }

  /** {@code https://host:port}. */
  String urlOf(String host) {
    if (!plain.contains(host) && !RegistryHosts.isLoopback(host)) {
      return "https://" + host;
    }
    return schemes.computeIfAbsent(host, name -> acceptsPlainHttp(name) ? "http://" : "https://")
        + host;
  }

  /** A TLS server responds to a plain request with 400, if at all. */
  private boolean acceptsPlainHttp(String host) {
    try {
      return httpExchange.status(URI.create("http://" + host + "/v2/")) != BAD_REQUEST;
    } catch (IOException e) {
      return false;
    }
  }

  /** Forgets the scheme of a registry that stopped responding: it may use TLS by now. */
  void forget(String host) {
    schemes.remove(host);
  }
}
