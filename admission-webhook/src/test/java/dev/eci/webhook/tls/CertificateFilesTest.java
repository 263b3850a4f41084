// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in every format that the operator, cert-manager and administrators write. */
class CertificateFilesTest {
  private static final Vertx VERTX = Vertx.vertx();

  @AfterAll
  static void close() {
    var _ = VERTX.close();
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, true, BEGIN PRIVATE KEY",
    "RSA, false, BEGIN RSA PRIVATE KEY",
    "EC, true, BEGIN PRIVATE KEY",
    "EC, false, BEGIN EC PRIVATE KEY",
  })
  void everyFormIsServed(String algorithm, boolean pkcs8, String header) throws Exception {
    KeyPair pair = keys(algorithm);
    TestCa.Issued issued = new TestCa().issue(pair, pkcs8);
    assertThat(issued.key()).contains(header);

    var manager = files(issued).keys(VERTX);

    String alias = manager.chooseServerAlias(algorithm, null, null);
    assertThat(manager.getPrivateKey(alias).getEncoded()).isEqualTo(pair.getPrivate().getEncoded());
    assertThat(manager.getCertificateChain(alias)[0].getSerialNumber()).isEqualTo(issued.serial());
  }

  @Test
  void rejectsInvalidCertificates() {
    var nonsense = new CertificateFiles(Buffer.buffer("nonsense"), Buffer.buffer("nonsense"));

    assertThatThrownBy(() -> nonsense.keys(VERTX)).isInstanceOf(Exception.class);
  }

  /** Each file is complete, but no handshake would succeed. */
  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void ignoresKeyOfOtherCertificate(String algorithm) throws Exception {
    TestCa ca = new TestCa();
    TestCa.Issued certificate = ca.issue(keys(algorithm), true);
    TestCa.Issued key = ca.issue(keys(algorithm), true);
    var mixed =
        new CertificateFiles(Buffer.buffer(certificate.certificate()), Buffer.buffer(key.key()));

    assertThatThrownBy(() -> mixed.keys(VERTX))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessage("tls.key is not the key of the certificate in tls.crt");
  }

  /** ..data is replaced in one step; the links next to it are resolved one after the other. */
  @Test
  void readsCertificateAndKeyOfOneVersion(@TempDir Path volume) throws IOException {
    Path version = Files.createDirectory(volume.resolve("..2026"));
    Files.writeString(version.resolve("tls.crt"), "certificate");
    Files.writeString(version.resolve("tls.key"), "key");
    Files.createSymbolicLink(volume.resolve("..data"), version.getFileName());
    Files.writeString(volume.resolve("tls.crt"), "of another version");

    assertThat(CertificateFiles.read(volume).certificate()).hasToString("certificate");
    assertThat(CertificateFiles.read(version).key()).hasToString("key");
  }

  private static CertificateFiles files(TestCa.Issued issued) {
    return new CertificateFiles(Buffer.buffer(issued.certificate()), Buffer.buffer(issued.key()));
  }

  private static KeyPair keys(String algorithm) throws NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
    return generator.generateKeyPair();
  }
}
