// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

class CertificateIssuerTest {
  private final Instant now = Instant.now();
  private static final Logger LOG = Logger.getLogger(CertificateIssuerTest.class);
  private static final String NAME = "localhost";

  private final CertificateAndKey ca =
      CertificateIssuer.authority(now.minusSeconds(60), now.plus(Duration.ofDays(1)));
  private final CertificateAndKey leaf =
      CertificateIssuer.leaf(
          ca,
          List.of(NAME, "eci-webhook.eci-system.svc"),
          now.minusSeconds(60),
          now.plusSeconds(60));

  @Test
  void tlsClientAcceptsLeaf() throws Exception {
    handshake(leaf, ca, NAME);
  }

  @Test
  void tlsClientRejectsOtherName() {
    CertificateAndKey other =
        CertificateIssuer.leaf(ca, List.of("other"), now.minusSeconds(60), now.plusSeconds(60));
    assertThatThrownBy(() -> handshake(other, ca, NAME)).isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void tlsClientRejectsOtherAuthority() {
    CertificateAndKey other =
        CertificateIssuer.authority(now.minusSeconds(60), now.plusSeconds(60));
    assertThatThrownBy(() -> handshake(leaf, other, NAME))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void rejectsExpiredCertificate() {
    CertificateAndKey shortLived =
        CertificateIssuer.leaf(ca, List.of(NAME), now.minusSeconds(5), now.minusSeconds(1));
    assertThat(Certificates.isValidAt(shortLived.certificate(), now)).isFalse();
    assertThatThrownBy(() -> handshake(shortLived, ca, NAME))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void keysAreP256AndTheAuthorityMayOnlySign() {
    assertThat(((ECPublicKey) leaf.certificate().getPublicKey()).getParams().getOrder().bitLength())
        .isEqualTo(256);
    assertThat(ca.certificate().getBasicConstraints()).isZero();
    assertThat(ca.certificate().getKeyUsage()[5]).as("keyCertSign").isTrue();
    assertThat(ca.certificate().getKeyUsage()[0]).as("digitalSignature").isFalse();
    assertThat(leaf.certificate().getBasicConstraints()).isEqualTo(-1);
    assertThat(Certificates.covers(leaf.certificate(), List.of(NAME, "eci-webhook.eci-system.svc")))
        .isTrue();
    assertThat(Certificates.covers(leaf.certificate(), List.of("eci-webhook"))).isFalse();
  }

  @Test
  void authorityNamesAreUnique() {
    CertificateAndKey other = CertificateIssuer.authority(now, now.plusSeconds(60));
    assertThat(other.certificate().getSubjectX500Principal())
        .isNotEqualTo(ca.certificate().getSubjectX500Principal());
  }

  /** A real handshake with the JDK's own verification, which the product does not implement. */
  private static void handshake(CertificateAndKey served, CertificateAndKey trusted, String name)
      throws GeneralSecurityException, IOException {
    try (var server =
            (SSLServerSocket) serving(served).getServerSocketFactory().createServerSocket(0);
        var executor = Executors.newSingleThreadExecutor()) {
      executor.execute(() -> accept(server));
      try (var socket =
          (SSLSocket)
              trusting(trusted).getSocketFactory().createSocket(name, server.getLocalPort())) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
      }
    }
  }

  /** Failures show at the client's end. */
  private static void accept(SSLServerSocket server) {
    try (var socket = (SSLSocket) server.accept()) {
      socket.startHandshake();
    } catch (IOException e) {
      LOG.debugf("handshake: %s", e.getMessage());
    }
  }

  private static SSLContext serving(CertificateAndKey certificateAndKey)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "leaf",
        certificateAndKey.key(),
        new char[0],
        new java.security.cert.Certificate[] {certificateAndKey.certificate()});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static SSLContext trusting(CertificateAndKey authority)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", authority.certificate());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
