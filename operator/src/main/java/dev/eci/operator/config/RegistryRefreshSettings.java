// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.config;

import dev.eci.registry.CaCertificates;
import dev.eci.registry.RegistryClient;
import dev.eci.registry.auth.Credentials;
import dev.eci.registry.auth.DockerConfigFile;
import dev.eci.registry.resolve.RefreshIntervals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * How the operator reaches registries, and how often.
 *
 * @param plainHttp registries that are reached over plain HTTP
 * @param credentials a mounted pull secret's .dockerconfigjson
 * @param authorities additional CA certificates (PEM)
 */
public record RegistryRefreshSettings(
    Set<String> plainHttp,
    Optional<Path> credentials,
    Optional<Path> authorities,
    Duration interval) {
  public static final RegistryRefreshSettings USUAL =
      new RegistryRefreshSettings(
          Set.of(), Optional.empty(), Optional.empty(), RefreshIntervals.USUAL.interval());

  private static final Duration SIGNATURE_EAGER = Duration.ofSeconds(3);

  public RegistryRefreshSettings {
    plainHttp = Set.copyOf(plainHttp);
  }

  /** A client with these settings. */
  public RegistryClient client(InstantSource clock) {
    dev.eci.registry.RegistrySettings settings =
        dev.eci.registry.RegistrySettings.usual().withPlainHttp(plainHttp);
    Credentials login =
        credentials.<Credentials>map(DockerConfigFile::new).orElse(Credentials.NONE);
    return new RegistryClient(trust().map(settings::trusting).orElse(settings), login, clock);
  }

  /** How often digests are resolved. */
  public RefreshIntervals pace() {
    return new RefreshIntervals(
        interval, RefreshIntervals.USUAL.firstRetry(), RefreshIntervals.USUAL.eager());
  }

  /**
   * How often signatures are verified. The retry interval is shorter, because users who have just
   * signed an image wait for the result.
   */
  public RefreshIntervals signaturesPace() {
    return new RefreshIntervals(interval, RefreshIntervals.USUAL.firstRetry(), SIGNATURE_EAGER);
  }

  /** The mount is optional, so the file may be absent. */
  private Optional<SSLContext> trust() {
    try {
      Optional<Path> file = authorities.filter(Files::exists);
      return CaCertificates.also(
          file.isPresent() ? List.of(Files.readAllBytes(file.get())) : List.of());
    } catch (IOException e) {
      throw new UncheckedIOException("failed to read the additional CA certificates", e);
    }
  }
}
