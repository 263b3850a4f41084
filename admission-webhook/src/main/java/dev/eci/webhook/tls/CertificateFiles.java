package dev.eci.webhook.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.X509KeyManager;

/**
 * Certificate and key as they are on disk at one moment, PEM.
 *
 * @param certificate content of tls.crt
 * @param key content of tls.key
 */
record CertificateFiles(Buffer certificate, Buffer key) {

  /** Both of the same version of a mounted Secret: its link {@code ..data} is swapped as one. */
  static CertificateFiles read(Path directory) throws IOException {
    Path version = directory.resolve("..data");
    Path files = Files.exists(version) ? version.toRealPath() : directory;
    return new CertificateFiles(
        Buffer.buffer(Files.readAllBytes(files.resolve("tls.crt"))),
        Buffer.buffer(Files.readAllBytes(files.resolve("tls.key"))));
  }

  /** Throws an exception of any kind if this is no certificate with its key. */
  X509KeyManager keys(Vertx vertx) throws Exception {
    var managers =
        new PemKeyCertOptions()
            .addCertValue(certificate)
            .addKeyValue(key)
            .getKeyManagerFactory(vertx)
            .getKeyManagers();
    return (X509KeyManager) managers[0];
  }
}
