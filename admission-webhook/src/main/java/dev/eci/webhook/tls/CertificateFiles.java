// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import javax.net.ssl.X509KeyManager;

/**
 * Certificate and key as they were on disk when they were read, in PEM.
 *
 * @param certificate content of tls.crt
 * @param key content of tls.key
 */
record CertificateFiles(Buffer certificate, Buffer key) {

  /**
   * Reads both files from one version of a mounted Secret: the kubelet replaces all files at once,
   * by its link {@code ..data}.
   */
  static CertificateFiles read(Path directory) throws IOException {
    Path version = directory.resolve("..data");
    Path files = Files.exists(version) ? version.toRealPath() : directory;
    return new CertificateFiles(
        content(files.resolve("tls.crt")), content(files.resolve("tls.key")));
  }

  private static Buffer content(Path file) throws IOException {
    try {
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  /**
   * The key manager that serves them.
   *
   * @throws GeneralSecurityException if the files are not a certificate and its key, which happens
   *     while a tool writes one file after the other
   */
  X509KeyManager keys(Vertx vertx) throws GeneralSecurityException {
    X509KeyManager keys = parse(vertx);
    // there is one entry, of either key type
    String alias = keys.chooseServerAlias("EC", null, null);
    boolean rsa = alias == null;
    if (rsa) {
      alias = keys.chooseServerAlias("RSA", null, null);
    }
    if (alias == null
        || !isKeyPair(
            rsa, keys.getCertificateChain(alias)[0].getPublicKey(), keys.getPrivateKey(alias))) {
      throw new GeneralSecurityException("tls.key is not the key of the certificate in tls.crt");
    }
    return keys;
  }

  private X509KeyManager parse(Vertx vertx) throws GeneralSecurityException {
    try {
      var managers =
          new PemKeyCertOptions()
              .addCertValue(certificate)
              .addKeyValue(key)
              .getKeyManagerFactory(vertx)
              .getKeyManagers();
      return (X509KeyManager) managers[0];
      // Vert.x declares Exception and throws many of its subclasses
    } catch (Exception e) {
      throw new GeneralSecurityException(
          "tls.crt and tls.key are not a certificate and a key: " + e.getMessage(), e);
    }
  }

  /** A key store accepts a certificate with any key; only the handshakes would fail. */
  private static boolean isKeyPair(boolean rsa, PublicKey certified, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
      signature.initSign(key);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
