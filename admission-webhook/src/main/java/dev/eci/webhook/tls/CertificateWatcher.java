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
 * Serves the certificate that is on disk, renewed without a restart. Quarkus's own reload-period is
 * not used: it rebuilds the server's TLS at every period, changed or not, and refuses connections
 * meanwhile (about 0.1 s), and with them pods.
 */
@Singleton
public class CertificateWatcher implements HttpServerOptionsCustomizer {
  private static final Logger LOG = Logger.getLogger(CertificateWatcher.class);

  private final Optional<Served> served;

  CertificateWatcher(
      Vertx vertx,
      @ConfigProperty(name = "eci.tls.directory") Optional<Path> directory,
      @ConfigProperty(name = "eci.tls.reload-period") Duration period)
      throws IOException, GeneralSecurityException {
    served =
        directory.isEmpty() ? Optional.empty() : Optional.of(new Served(vertx, directory.get()));
    served.ifPresent(certificate ->
        vertx.setPeriodic(
            period.toMillis(), timer -> vertx.executeBlocking(certificate::tryRefresh)));
  }

  /** Without a directory there is no TLS: the webhook on its own, on a plain port. */
  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    served.ifPresent(
        certificate -> options.setKeyCertOptions(KeyCertOptions.wrap(certificate.keys)));
  }

  /** What is served, and where it comes from. */
  private static final class Served {
    private final Vertx vertx;
    private final Path directory;
    private final ReloadableKeyManager keys;
    private volatile CertificateFiles files;
    private volatile String problem = "";

    Served(Vertx vertx, Path directory) throws IOException, GeneralSecurityException {
      this.vertx = vertx;
      this.directory = directory;
      files = CertificateFiles.read(directory);
      keys = new ReloadableKeyManager(files.keys(vertx));
    }

    /** What cannot be served is told once: the certificate before stays. */
    boolean tryRefresh() {
      try {
        CertificateFiles now = CertificateFiles.read(directory);
        if (!now.equals(files)) {
          keys.replace(now.keys(vertx));
          files = now;
          LOG.info("the serving certificate was renewed");
        }
        problem = "";
        return true;
      } catch (IOException | GeneralSecurityException | RuntimeException e) {
        String now = String.valueOf(e.getMessage());
        if (!now.equals(problem)) {
          LOG.warnf("the serving certificate stays as it is: %s", now);
        }
        problem = now;
        return false;
      }
    }
  }
}
