// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The short-lived certificate of a keyless signature (Fulcio). */
record SigningCertificate(X509Certificate certificate) {
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

  /** The issuer as a DER string, and in Fulcio's older form: its bytes alone. */
  private static final String ISSUER = "1.3.6.1.4.1.57264.1.8";

  private static final String ISSUER_RAW = "1.3.6.1.4.1.57264.1.1";
  private static final Set<Integer> NAMES = Set.of(1, 6); // rfc822Name, URI

  static SigningCertificate ofPem(String pem) throws SignatureVerificationException {
    try {
      return new SigningCertificate(Pem.certificates(pem).getFirst());
    } catch (InvalidSignerException e) {
      throw new SignatureVerificationException("its certificate is invalid");
    }
  }

  static SigningCertificate ofDer(byte[] der) throws SignatureVerificationException {
    try {
      return new SigningCertificate(Pem.certificate(der));
    } catch (CertificateException e) {
      throw new SignatureVerificationException("its certificate is invalid");
    }
  }

  /** Parses a bundle's {@code verificationMaterial}. */
  static SigningCertificate ofBundle(JsonNode material) throws SignatureVerificationException {
    JsonNode raw = material.at("/certificate/rawBytes");
    return ofDer(
        Json.base64(
            raw.isTextual()
                ? raw.asText()
                : Json.text(
                    material, "/x509CertificateChain/certificates/0/rawBytes", "the bundle"),
            "its certificate"));
  }

  /**
   * Throws unless one of {@code authorities} issued it and it was valid at that time.
   *
   * @param brought intermediates that were included
   * @return the issuer's certificate
   */
  X509Certificate check(
      Collection<CertificateAuthority> authorities,
      Collection<X509Certificate> brought,
      Instant time)
      throws SignatureVerificationException {
    if (certificate.getBasicConstraints() >= 0) {
      throw new SignatureVerificationException("its certificate is one of an authority");
    }
    if (authorities.stream()
        .noneMatch(certificateAuthority -> certificateAuthority.isValidAt(time))) {
      throw new SignatureVerificationException(
          "no root of the policy was valid at %s, when it was signed".formatted(time));
    }
    return authorities.stream()
        .flatMap(a -> a.issuerOf(certificate, brought, CODE_SIGNING, time).stream())
        .findFirst()
        .orElseThrow(() ->
            new SignatureVerificationException(
                "its certificate does not come from a root of the policy, or was not valid at %s, when it was signed"
                    .formatted(time)));
  }

  /** Throws unless its key verifies the signature of the bytes. */
  void verify(byte[] bytes, byte[] signature) throws SignatureVerificationException {
    KeyVerification.check(List.of(certificate.getPublicKey()), bytes, signature);
  }

  /** The identity of the signer. */
  String subject() throws SignatureVerificationException {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names == null || names.size() != 1) {
        throw new SignatureVerificationException(
            "its certificate does not name exactly one subject");
      }
      List<?> name = names.iterator().next();
      if (!NAMES.contains(name.get(0))) {
        throw new SignatureVerificationException(
            "its certificate's subject is neither an e-mail address nor a URI");
      }
      return String.valueOf(name.get(1));
    } catch (CertificateException e) {
      throw new SignatureVerificationException("its certificate's subject cannot be read");
    }
  }

  /** The OIDC issuer that attested the subject. */
  String issuer() throws SignatureVerificationException {
    Optional<byte[]> der = extension(ISSUER);
    byte[] text =
        der.isPresent()
            ? Der.content(der.get(), Der.UTF8)
            : extension(ISSUER_RAW)
                .orElseThrow(() ->
                    new SignatureVerificationException(
                        "its certificate names no issuer of the identity"));
    return new String(text, StandardCharsets.UTF_8);
  }

  private Optional<byte[]> extension(String oid) throws SignatureVerificationException {
    byte[] octets = certificate.getExtensionValue(oid);
    return octets == null ? Optional.empty() : Optional.of(Der.content(octets, Der.OCTETS));
  }
}
