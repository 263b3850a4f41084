package dev.eci.webhook.tls;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Serves the certificate that is on disk, renewed without a restart. Quarkus's own reload-period is
 * not used: it rebuilds the server's TLS at every period, changed or not, and refuses connections
 * meanwhile (about 0.1 s), and with them pods.
 */
@Singleton
public class ServingCertificate implements HttpServerOptionsCustomizer {
  private static final Logger LOG = Logger.getLogger(ServingCertificate.class);

  private final Vertx vertx;
  private final Path directory;
  private final CurrentKeys keys;
  private volatile CertificateFiles served;

  ServingCertificate(
      Vertx vertx,
      @ConfigProperty(name = "eci.tls.directory") Path directory,
      @ConfigProperty(name = "eci.tls.reload-period") Duration period)
      throws Exception {
    this.vertx = vertx;
    this.directory = directory;
    served = CertificateFiles.read(directory);
    keys = new CurrentKeys(served.keys(vertx));
    vertx.setPeriodic(period.toMillis(), timer -> vertx.executeBlocking(this::refresh));
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    options.setKeyCertOptions(KeyCertOptions.wrap(keys));
  }

  /** What cannot be read is not served: the certificate before stays. */
  private boolean refresh() {
    try {
      CertificateFiles now = CertificateFiles.read(directory);
      if (!now.equals(served)) {
        keys.replace(now.keys(vertx));
        served = now;
        LOG.info("the serving certificate was renewed");
      }
      return true;
    } catch (Exception e) {
      LOG.warnf("the serving certificate stays as it is: %s", e.getMessage());
      return false;
    }
  }
}
