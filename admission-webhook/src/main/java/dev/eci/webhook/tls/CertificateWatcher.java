// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.tls;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Serves the certificate that is on disk, and reloads it when it changes. Quarkus's reload-period
 * is not used: it rebuilds the server's TLS in every period, changed or not. For about 0.1 s each
 * time it refuses connections, and so pods are denied.
 */
@Singleton
public class CertificateWatcher implements HttpServerOptionsCustomizer {
  private static final Logger LOG = Logger.getLogger(CertificateWatcher.class);

  private final Optional<ServingCertificate> served;

  CertificateWatcher(
      Vertx vertx,
      @ConfigProperty(name = "eci.tls.directory") Optional<Path> directory,
      @ConfigProperty(name = "eci.tls.reload-period") Duration period)
      throws IOException, GeneralSecurityException {
    served =
        directory.isEmpty()
            ? Optional.empty()
            : Optional.of(new ServingCertificate(vertx, directory.get()));
    served.ifPresent(certificate ->
        vertx.setPeriodic(
            period.toMillis(), timer -> vertx.executeBlocking(certificate::tryRefresh)));
  }

  /** Without a directory, the webhook serves plain HTTP (standalone). */
  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    served.ifPresent(
        certificate -> options.setKeyCertOptions(KeyCertOptions.wrap(certificate.keys)));
  }

  /** The certificate that is served, and the directory that it is read from. */
  private static final class ServingCertificate {
    private final Vertx vertx;
    private final Path directory;
    private final ReloadableKeyManager keys;
    private volatile CertificateFiles files;
    private volatile String lastError = "";

    ServingCertificate(Vertx vertx, Path directory) throws IOException, GeneralSecurityException {
      this.vertx = vertx;
      this.directory = directory;
      files = CertificateFiles.read(directory);
      keys = new ReloadableKeyManager(files.keys(vertx));
    }

    /** Keeps the certificate if the files cannot be served, and logs each reason once. */
    boolean tryRefresh() {
      try {
        CertificateFiles now = CertificateFiles.read(directory);
        if (!now.equals(files)) {
          keys.replace(now.keys(vertx));
          files = now;
          LOG.info("the serving certificate was renewed");
        }
        lastError = "";
        return true;
      } catch (IOException | GeneralSecurityException | RuntimeException e) {
        String now = String.valueOf(e.getMessage());
        if (!now.equals(lastError)) {
          LOG.warnf("the serving certificate stays as it is: %s", now);
        }
        lastError = now;
        return false;
      }
    }
  }
}
