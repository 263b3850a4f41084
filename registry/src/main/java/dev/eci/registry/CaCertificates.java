// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Adds private CA certificates to those of the JDK. */
public final class CaCertificates {
  private CaCertificates() {}

  /** Empty if {@code pems} holds no certificates. */
  public static Optional<SSLContext> also(Collection<byte[]> pems) throws IOException {
    try {
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      int own = add(all, pems);
      if (own == 0) {
        return Optional.empty();
      }
      for (X509Certificate known : usual().getAcceptedIssuers()) {
        all.setCertificateEntry("java-" + all.size(), known);
      }
      TrustManagerFactory factory = factory(all);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return Optional.of(context);
    } catch (GeneralSecurityException e) {
      throw new IOException("failed to read the additional CA certificates: " + e.getMessage(), e);
    }
  }

  private static int add(KeyStore all, Collection<byte[]> pems) throws GeneralSecurityException {
    CertificateFactory x509 = CertificateFactory.getInstance("X.509");
    int count = 0;
    for (byte[] pem : pems) {
      for (Certificate certificate : x509.generateCertificates(new ByteArrayInputStream(pem))) {
        all.setCertificateEntry("own-" + count++, certificate);
      }
    }
    return count;
  }

  private static X509TrustManager usual() throws GeneralSecurityException {
    for (var manager : factory(null).getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("the JDK has no trust store");
  }

  private static TrustManagerFactory factory(@org.jspecify.annotations.Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }
}
