// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import java.net.ProxySelector;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * How registries are reached.
 *
 * @param plainHttp registries ({@code host[:port]}) that may be contacted over plain HTTP;
 *     registries on this host always may, as with Docker
 * @param trust private CA certificates in addition to those of the JDK
 * @param limit for one response, from the connection to the last byte
 * @param tries how often a request is sent before its failure is reported
 */
public record RegistrySettings(
    Set<String> plainHttp,
    Optional<SSLContext> trust,
    ProxySelector proxy,
    Duration limit,
    int tries) {
  public RegistrySettings {
    plainHttp = Set.copyOf(plainHttp);
  }

  public static RegistrySettings usual() {
    return new RegistrySettings(
        Set.of(),
        Optional.empty(),
        EnvironmentProxySelector.of(System.getenv()),
        Duration.ofSeconds(20),
        3);
  }

  public RegistrySettings withPlainHttp(Set<String> registries) {
    return new RegistrySettings(registries, trust, proxy, limit, tries);
  }

  public RegistrySettings trusting(SSLContext context) {
    return new RegistrySettings(plainHttp, Optional.of(context), proxy, limit, tries);
  }
}
