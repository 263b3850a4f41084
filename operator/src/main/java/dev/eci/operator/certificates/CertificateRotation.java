// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.certificates;

import dev.eci.operator.config.CertificateSettings;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Renews the CA and the serving certificate at two thirds of their lifetimes. API servers trust a
 * CA before a certificate that it signed is served, and until no such certificate is served any
 * more. So they never reject the webhook's certificate.
 */
public final class CertificateRotation {
  private final CertificateSettings settings;
  private final List<String> dnsNames;

  public CertificateRotation(CertificateSettings settings, Collection<String> dnsNames) {
    this.settings = settings;
    this.dnsNames = List.copyOf(dnsNames);
  }

  /**
   * The next step.
   *
   * @param published the bundle that the webhook configurations are known to carry; empty: unknown
   */
  public RotationStep next(
      CertificateState certificateState, List<X509Certificate> published, Instant now) {
    Optional<CertificateAndKey> usable =
        certificateState.authority().filter(ca -> isFresh(ca.certificate(), now));
    if (usable.isEmpty()) {
      return new RotationStep.ReplaceAuthority(
          CertificateIssuer.authority(
              now.minus(settings.clockSkew()), now.plus(settings.caLifetime())));
    }
    CertificateAndKey authority = usable.get();
    X509Certificate ca = authority.certificate();
    List<X509Certificate> bundle = withFirst(ca, certificateState.bundle(), now);
    Optional<X509Certificate> served = served(certificateState, now);
    if (served.isEmpty()) {
      // no client can have a valid connection to the webhook now, so no step has to wait
      return new RotationStep.ReplaceLeaf(bundle, newLeaf(authority, now));
    }
    X509Certificate leaf = served.get();
    if (!certificateState.bundle().contains(ca)) {
      return new RotationStep.ReplaceBundle(bundle);
    }
    if (!Certificates.isIssuerOf(ca, leaf) || !isFresh(leaf, now)) {
      return published.contains(ca)
          ? new RotationStep.ReplaceLeaf(bundle, newLeaf(authority, now))
          : new RotationStep.Publish();
    }
    Instant rest = earlier(Certificates.renewAt(ca), Certificates.renewAt(leaf));
    if (certificateState.bundle().size() == 1) {
      return new RotationStep.Rest(rest);
    }
    Instant overlapEnd =
        leaf.getNotBefore().toInstant().plus(settings.clockSkew()).plus(settings.overlap());
    return now.isBefore(overlapEnd)
        ? new RotationStep.Rest(earlier(rest, overlapEnd))
        : new RotationStep.ReplaceBundle(List.of(ca));
  }

  /** The serving certificate, if API servers that trust the bundle accept it. */
  private Optional<X509Certificate> served(CertificateState certificateState, Instant now) {
    return certificateState
        .leaf()
        .map(CertificateAndKey::certificate)
        .filter(leaf -> Certificates.isValidAt(leaf, now))
        .filter(leaf -> Certificates.covers(leaf, dnsNames))
        .filter(leaf ->
            certificateState.bundle().stream().anyMatch(ca -> Certificates.isIssuerOf(ca, leaf)));
  }

  private CertificateAndKey newLeaf(CertificateAndKey authority, Instant now) {
    Instant end = authority.certificate().getNotAfter().toInstant();
    return CertificateIssuer.leaf(
        authority,
        dnsNames,
        now.minus(settings.clockSkew()),
        earlier(now.plus(settings.leafLifetime()), end));
  }

  private static List<X509Certificate> withFirst(
      X509Certificate ca, List<X509Certificate> bundle, Instant now) {
    return Stream.concat(
            Stream.of(ca), bundle.stream().filter(other -> Certificates.isValidAt(other, now)))
        .distinct()
        .toList();
  }

  private static boolean isFresh(X509Certificate certificate, Instant now) {
    return Certificates.isValidAt(certificate, now)
        && now.isBefore(Certificates.renewAt(certificate));
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
