// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import dev.eci.registry.CaCertificates;
import dev.eci.registry.RegistryClient;
import dev.eci.registry.RegistrySettings;
import dev.eci.registry.auth.Credentials;
import dev.eci.registry.auth.DockerConfigFile;
import dev.eci.registry.resolve.RefreshIntervals;
import dev.eci.registry.resolve.RegistryDigestResolver;
import dev.eci.socketproxy.imageidentity.HostPolicies;
import dev.eci.support.policy.PolicyView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for access to the registries of listed images. */
final class RegistryOptions {
  @Option(
      names = "--registry-credentials",
      paramLabel = "FILE",
      defaultValue = "${env:ECI_REGISTRY_CREDENTIALS:-}",
      description =
          "A config.json as written by docker login (default: root's). Credential helpers are not used.")
  private @Nullable Path credentials;

  @Option(
      names = "--registry-ca",
      paramLabel = "FILE",
      defaultValue = "${env:ECI_REGISTRY_CA:-}",
      description = "Additional CA certificates (PEM).")
  private @Nullable Path authorities;

  @Option(
      names = "--insecure-registry",
      paramLabel = "HOST[:PORT]",
      split = ",",
      defaultValue = "${env:ECI_INSECURE_REGISTRIES:-}",
      description = "A registry that may be used without TLS; registries on this host always may.")
  private List<String> insecure = List.of();

  @Option(
      names = "--registry-interval",
      paramLabel = "SECONDS",
      defaultValue = "${env:ECI_REGISTRY_INTERVAL:-900}",
      description = "How often the digests of listed images are resolved again (${DEFAULT-VALUE}).")
  private int interval = 900;

  /**
   * Policies with the digests of the images that they list.
   *
   * @param file caches the digests
   */
  HostPolicies images(PolicyView policies, Path file) throws IOException {
    InstantSource clock = InstantSource.system();
    return new HostPolicies(
        policies, new RegistryDigestResolver(client(clock), clock), intervals(), file, clock);
  }

  private RegistryClient client(InstantSource clock) throws IOException {
    RegistrySettings settings =
        RegistrySettings.usual()
            .withPlainHttp(Set.copyOf(insecure.stream().filter(host -> !host.isBlank()).toList()));
    Optional<SSLContext> trust = CaCertificates.also(certificates());
    return new RegistryClient(
        trust.isPresent() ? settings.trusting(trust.get()) : settings, credentials(), clock);
  }

  private RefreshIntervals intervals() {
    return new RefreshIntervals(
        Duration.ofSeconds(Math.max(1, interval)),
        RefreshIntervals.USUAL.firstRetry(),
        RefreshIntervals.USUAL.eager());
  }

  private Credentials credentials() {
    Path file =
        given(credentials)
            .orElseGet(() ->
                Path.of(
                    Optional.ofNullable(System.getenv("DOCKER_CONFIG")).orElse("/root/.docker"),
                    "config.json"));
    return new DockerConfigFile(file);
  }

  private List<byte[]> certificates() throws IOException {
    Optional<Path> additional = given(authorities);
    return additional.isPresent() ? List.of(Files.readAllBytes(additional.get())) : List.of();
  }

  /** If neither option nor environment variable is set, the path is empty. */
  private static Optional<Path> given(@Nullable Path option) {
    return option == null || option.toString().isEmpty() ? Optional.empty() : Optional.of(option);
  }
}
