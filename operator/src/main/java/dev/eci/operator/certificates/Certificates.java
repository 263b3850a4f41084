// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.certificates;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Properties of certificates. */
final class Certificates {
  private static final Integer DNS_NAME = 2;

  private Certificates() {}

  static boolean isIssuerOf(X509Certificate authority, X509Certificate certificate) {
    if (!authority.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static boolean isAuthority(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0;
  }

  static boolean covers(X509Certificate certificate, Collection<String> dnsNames) {
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives == null) {
        return false;
      }
      Set<Object> names =
          alternatives.stream()
              .filter(entry -> DNS_NAME.equals(entry.get(0)))
              .map(entry -> (Object) entry.get(1))
              .collect(Collectors.toSet());
      return names.containsAll(dnsNames);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  static boolean isValidAt(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && now.isBefore(certificate.getNotAfter().toInstant());
  }

  /** Two thirds into its lifetime. */
  static Instant renewAt(X509Certificate certificate) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant to = certificate.getNotAfter().toInstant();
    return to.minus(Duration.between(from, to).dividedBy(3));
  }
}
