package dev.eci.registry;

import java.net.ProxySelector;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * How registries are reached.
 *
 * @param plainHttp registries ({@code host[:port]}) that may be spoken to without TLS; those on
 *     this host always may, as with Docker
 * @param trust private authorities beside those that Java knows
 * @param limit for one answer, from the connection to the last byte
 * @param tries how often one question is asked before its problem is told
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
