// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.certificates;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Certificates and keys as PEM. Unreadable input counts as absent, because the remedy is the same:
 * to issue a new certificate.
 */
public final class PemWriter {
  private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String KEY_END = "-----END PRIVATE KEY-----";

  private PemWriter() {}

  public static String certificates(List<X509Certificate> certificates) {
    return certificates.stream().map(PemWriter::certificate).collect(Collectors.joining());
  }

  /** PKCS #8, the one form that every reader of kubernetes.io/tls Secrets accepts. */
  public static String key(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  static List<X509Certificate> readCertificates(byte[] pem) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException e) {
      return List.of();
    }
  }

  static Optional<PrivateKey> readKey(byte[] pem) {
    String text = new String(pem, StandardCharsets.US_ASCII).strip();
    if (!text.startsWith(KEY_BEGIN) || !text.endsWith(KEY_END)) {
      return Optional.empty();
    }
    String base64 = text.substring(KEY_BEGIN.length(), text.length() - KEY_END.length());
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      return Optional.of(
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String certificate(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("failed to encode a certificate", e);
    }
  }

  private static String block(String kind, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, base64, kind);
  }
}
