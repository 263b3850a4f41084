// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An authority that issues certificates: to signers (Fulcio), or to timestamp authorities.
 *
 * @param anchors the roots of every chain
 * @param others known intermediates, for signatures that include none
 * @param window when its certificates counted, in addition to the certificates' own validity
 */
public record CertificateAuthority(
    List<X509Certificate> anchors, List<X509Certificate> others, ValidityPeriod window) {
  /**
   * Limits the certificates that a signature or a timestamp includes. Untrusted authorities could
   * cross-sign each other in circles, and every path through them would be tried.
   */
  static final int INCLUDED_MAX = 4;

  public CertificateAuthority {
    anchors = List.copyOf(anchors);
    others = List.copyOf(others);
  }

  /** Whether its certificates count at that time. */
  boolean isValidAt(Instant time) {
    return !anchors(time).isEmpty();
  }

  /**
   * The issuer of a certificate, if its chain was valid at that time.
   *
   * @param brought intermediates that were included, {@link #INCLUDED_MAX} at most
   * @param usage OID of the extended key usage that it must have
   */
  Optional<X509Certificate> issuerOf(
      X509Certificate certificate,
      Collection<X509Certificate> brought,
      String usage,
      Instant time) {
    Set<TrustAnchor> anchors = anchors(time);
    if (anchors.isEmpty()) {
      return Optional.empty();
    }
    try {
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(certificate);
      target.setExtendedKeyUsage(Set.of(usage));
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(time));
      List<X509Certificate> known =
          Stream.of(brought, others, List.of(certificate)).flatMap(Collection::stream).toList();
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
      var built = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      var path = built.getCertPath().getCertificates();
      return switch (path.size()) {
        case 0 -> Optional.empty(); // the certificate is an anchor itself
        case 1 -> Optional.of(built.getTrustAnchor().getTrustedCert());
        default -> Optional.of((X509Certificate) path.get(1));
      };
    } catch (GeneralSecurityException | IOException e) {
      return Optional.empty();
    }
  }

  /** The JDK treats an anchor as valid at all times. */
  private Set<TrustAnchor> anchors(Instant time) {
    return anchors.stream()
        .filter(anchor ->
            window.covers(time)
                && !anchor.getNotBefore().toInstant().isAfter(time)
                && !anchor.getNotAfter().toInstant().isBefore(time))
        .map(anchor -> new TrustAnchor(anchor, null))
        .collect(Collectors.toSet());
  }
}
