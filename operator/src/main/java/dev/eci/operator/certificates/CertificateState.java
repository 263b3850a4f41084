package dev.eci.operator.certificates;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What is there, as far as it can be read.
 *
 * @param authority the CA that signs; kept apart from the rest, since the webhook must not have it
 * @param bundle CAs that API servers are told to trust
 * @param leaf what the webhook serves
 */
public record CertificateState(
    Optional<CertificateAndKey> authority,
    List<X509Certificate> bundle,
    Optional<CertificateAndKey> leaf) {
  public CertificateState {
    bundle = List.copyOf(bundle);
    authority = authority.filter(identity -> Certificates.isAuthority(identity.certificate()));
  }

  /** From the values of the two Secrets; empty arrays for what is missing. */
  public static CertificateState read(
      byte[] authorityPem,
      byte[] authorityKeyPem,
      byte[] bundlePem,
      byte[] leafPem,
      byte[] leafKeyPem) {
    return new CertificateState(
        CertificateAndKey.read(authorityPem, authorityKeyPem),
        PemWriter.readCertificates(bundlePem).stream().filter(Certificates::isAuthority).toList(),
        CertificateAndKey.read(leafPem, leafKeyPem));
  }
}
