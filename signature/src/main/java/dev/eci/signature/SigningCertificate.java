package dev.eci.signature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
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

/** The short-lived certificate of a keyless signature (Fulcio). */
record SigningCertificate(X509Certificate certificate) {
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

  /** The issuer as a DER string, and as Fulcio wrote it before: its bytes alone. */
  private static final String ISSUER = "1.3.6.1.4.1.57264.1.8";

  private static final String ISSUER_RAW = "1.3.6.1.4.1.57264.1.1";
  private static final Set<Integer> NAMES = Set.of(1, 6); // rfc822Name, URI

  static SigningCertificate ofPem(String pem) throws NotSigned {
    try {
      return new SigningCertificate(Pem.certificates(pem).getFirst());
    } catch (InvalidSigner e) {
      throw new NotSigned("its certificate is none");
    }
  }

  static SigningCertificate ofDer(byte[] der) throws NotSigned {
    try {
      return new SigningCertificate(Pem.certificate(der));
    } catch (CertificateException e) {
      throw new NotSigned("its certificate is none");
    }
  }

  /**
   * Whether it was given out by one of {@code roots} and valid at that time.
   *
   * @return who gave it out
   */
  X509Certificate check(
      Collection<X509Certificate> roots, Collection<X509Certificate> intermediates, Instant time)
      throws NotSigned {
    if (certificate.getBasicConstraints() >= 0) {
      throw new NotSigned("its certificate is one of an authority");
    }
    // the JDK takes an anchor for valid at all times
    Set<TrustAnchor> anchors =
        roots.stream()
            .filter(root ->
                !root.getNotBefore().toInstant().isAfter(time)
                    && !root.getNotAfter().toInstant().isBefore(time))
            .map(root -> new TrustAnchor(root, null))
            .collect(Collectors.toSet());
    if (anchors.isEmpty()) {
      throw new NotSigned(
          "no root of the policy was valid at %s, when it was signed".formatted(time));
    }
    try {
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(certificate);
      target.setExtendedKeyUsage(Set.of(CODE_SIGNING));
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(time));
      List<X509Certificate> known =
          Stream.concat(intermediates.stream(), Stream.of(certificate)).toList();
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
      var built = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      var path = built.getCertPath().getCertificates();
      if (path.isEmpty()) {
        throw new NotSigned("its certificate is a root");
      }
      return path.size() > 1
          ? (X509Certificate) path.get(1)
          : built.getTrustAnchor().getTrustedCert();
    } catch (GeneralSecurityException | IOException e) {
      throw new NotSigned(
          "its certificate does not come from a root of the policy, or was not valid at %s, when it was signed"
              .formatted(time));
    }
  }

  /** Who signed. */
  String subject() throws NotSigned {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names == null || names.size() != 1) {
        throw new NotSigned("its certificate does not name exactly one subject");
      }
      List<?> name = names.iterator().next();
      if (!NAMES.contains(name.get(0))) {
        throw new NotSigned("its certificate's subject is neither an e-mail address nor a URI");
      }
      return String.valueOf(name.get(1));
    } catch (CertificateException e) {
      throw new NotSigned("its certificate's subject cannot be read");
    }
  }

  /** Who vouched for the subject. */
  String issuer() throws NotSigned {
    Optional<byte[]> der = extension(ISSUER);
    byte[] text =
        der.isPresent()
            ? Der.content(der.get(), Der.UTF8)
            : extension(ISSUER_RAW)
                .orElseThrow(
                    () -> new NotSigned("its certificate names no issuer of the identity"));
    return new String(text, StandardCharsets.UTF_8);
  }

  private Optional<byte[]> extension(String oid) throws NotSigned {
    byte[] octets = certificate.getExtensionValue(oid);
    return octets == null ? Optional.empty() : Optional.of(Der.content(octets, Der.OCTETS));
  }
}
