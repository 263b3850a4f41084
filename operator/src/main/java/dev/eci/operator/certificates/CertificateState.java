// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.certificates;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The current certificates, as far as they can be read.
 *
 * @param authority the CA that signs; in a Secret of its own, because the webhook must not have its
 *     key
 * @param bundle the CAs that API servers trust
 * @param leaf the webhook's serving certificate
 */
public record CertificateState(
    Optional<CertificateAndKey> authority,
    List<X509Certificate> bundle,
    Optional<CertificateAndKey> leaf) {
  public CertificateState {
    bundle = List.copyOf(bundle);
    authority = authority.filter(identity -> Certificates.isAuthority(identity.certificate()));
  }

  /** From the values of the two Secrets; an empty array for each missing value. */
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
