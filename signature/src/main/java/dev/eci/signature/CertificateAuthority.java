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
 * Who gives certificates out: to signers (Fulcio), or to whom stamps times.
 *
 * @param anchors what every chain ends at
 * @param others known certificates below them, for those that bring none along
 * @param window when what it vouched for counted, besides the certificates' own validity
 */
public record CertificateAuthority(
    List<X509Certificate> anchors, List<X509Certificate> others, ValidityPeriod window) {
  /**
   * Of certificates that come along with a signature or a timestamp. Strangers' authorities may
   * vouch for each other all round, and all ways through them would be tried.
   */
  static final int BROUGHT_MAX = 4;

  public CertificateAuthority {
    anchors = List.copyOf(anchors);
    others = List.copyOf(others);
  }

  /** Whether it could vouch for anything at that time. */
  boolean isValidAt(Instant time) {
    return !anchors(time).isEmpty();
  }

  /**
   * Who gave a certificate out, if its chain was valid at that time.
   *
   * @param brought intermediates that came along, {@link #BROUGHT_MAX} at most
   * @param usage object id of what it must have been given out for
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
        case 0 -> Optional.empty(); // an anchor itself
        case 1 -> Optional.of(built.getTrustAnchor().getTrustedCert());
        default -> Optional.of((X509Certificate) path.get(1));
      };
    } catch (GeneralSecurityException | IOException e) {
      return Optional.empty();
    }
  }

  /** The JDK takes an anchor for valid at all times. */
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
