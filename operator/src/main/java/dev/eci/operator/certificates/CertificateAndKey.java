// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.certificates;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** A certificate and its private key. {@code toString} leaves out the key. */
public record CertificateAndKey(X509Certificate certificate, PrivateKey key) {
  private static final byte[] PROBE = {1, 2, 3};

  /** Empty if either cannot be read, or if the key does not belong to the certificate. */
  public static Optional<CertificateAndKey> read(byte[] certificatePem, byte[] keyPem) {
    List<X509Certificate> certificates = PemWriter.readCertificates(certificatePem);
    if (certificates.isEmpty()) {
      return Optional.empty();
    }
    return PemWriter.readKey(keyPem)
        .map(key -> new CertificateAndKey(certificates.getFirst(), key))
        .filter(CertificateAndKey::isConsistent);
  }

  private boolean isConsistent() {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "Identity[%s]".formatted(certificate.getSubjectX500Principal());
  }
}
