// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * HTTPS_PROXY, HTTP_PROXY and NO_PROXY, with the meaning that other programs of the host give them.
 */
final class EnvironmentProxySelector extends ProxySelector {
  private static final int USUAL_PORT = 80;

  private final Optional<InetSocketAddress> https;
  private final Optional<InetSocketAddress> http;
  private final List<String> direct;

  private EnvironmentProxySelector(
      Optional<InetSocketAddress> https, Optional<InetSocketAddress> http, List<String> direct) {
    this.https = https;
    this.http = http;
    this.direct = direct;
  }

  static ProxySelector of(Map<String, String> environment) {
    return new EnvironmentProxySelector(
        variable(environment, "HTTPS_PROXY").flatMap(EnvironmentProxySelector::address),
        variable(environment, "HTTP_PROXY").flatMap(EnvironmentProxySelector::address),
        variable(environment, "NO_PROXY").stream()
            .flatMap(text -> Stream.of(text.split(",")))
            .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  @Override
  public List<Proxy> select(URI uri) {
    Optional<InetSocketAddress> proxy = "https".equals(uri.getScheme()) ? https : http;
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    return proxy.isEmpty() || RegistryHosts.isLoopback(host) || isDirect(host, uri.getPort())
        ? List.of(Proxy.NO_PROXY)
        : List.of(new Proxy(Proxy.Type.HTTP, proxy.get()));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException problem) {
    // the caller gets the exception
  }

  private boolean isDirect(String host, int port) {
    return direct.stream()
        .anyMatch(entry -> {
          String name = entry.startsWith(".") ? entry.substring(1) : entry;
          return entry.equals("*")
              || host.equals(name)
              || (host + ":" + port).equals(name)
              || host.endsWith("." + name);
        });
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Stream.of(name, name.toLowerCase(Locale.ROOT))
        .map(environment::get)
        .filter(value -> value != null && !value.isBlank())
        .findFirst();
  }

  private static Optional<InetSocketAddress> address(String text) {
    try {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      return Optional.ofNullable(uri.getHost())
          .map(host ->
              InetSocketAddress.createUnresolved(
                  host, uri.getPort() < 0 ? USUAL_PORT : uri.getPort()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
