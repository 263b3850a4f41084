// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The authorities and logs that must attest an identity's signature. None is built in.
 *
 * @param authorities that issue certificates to identities (Fulcio)
 * @param logs transparency logs (Rekor), one of which must contain the signature
 * @param certificateLogs logs of certificates (CT), one of which must contain the certificate;
 *     none: not required
 * @param timestampAuthorities that may attest the signing time (RFC 3161), where no log does; none:
 *     only logs may
 */
public record TrustedRoot(
    List<CertificateAuthority> authorities,
    List<TransparencyLog> logs,
    List<TransparencyLog> certificateLogs,
    List<CertificateAuthority> timestampAuthorities) {
  public TrustedRoot {
    authorities = List.copyOf(authorities);
    logs = List.copyOf(logs);
    certificateLogs = List.copyOf(certificateLogs);
    timestampAuthorities = List.copyOf(timestampAuthorities);
  }

  /**
   * Parses a Sigstore {@code trusted_root.json}; throws {@link InvalidSignerException} for other
   * texts.
   */
  public static TrustedRoot sigstore(String json) {
    return TrustedRootJson.read(json);
  }

  /**
   * Parses one or more blocks {@code CERTIFICATE}, each of which ends a chain; throws {@link
   * InvalidSignerException} for other texts.
   */
  public static List<CertificateAuthority> authorities(String pem) {
    return List.of(
        new CertificateAuthority(Pem.certificates(pem), List.of(), ValidityPeriod.ALWAYS));
  }

  /**
   * Parses one or more blocks {@code CERTIFICATE}: of authorities, and of a timestamp certificate
   * if only that one may issue timestamps; throws {@link InvalidSignerException} for other texts.
   */
  public static List<CertificateAuthority> timestampAuthorities(String pem) {
    Predicate<X509Certificate> isAuthority = known -> known.getBasicConstraints() >= 0;
    List<X509Certificate> given = Pem.certificates(pem);
    List<X509Certificate> anchors = given.stream().filter(isAuthority).toList();
    if (anchors.isEmpty()) {
      throw new InvalidSignerException(
          "contains no certificate of an authority that issues the timestamp certificate; add its root");
    }
    return List.of(
        new CertificateAuthority(
            anchors, given.stream().filter(isAuthority.negate()).toList(), ValidityPeriod.ALWAYS));
  }

  /**
   * Parses one or more blocks {@code PUBLIC KEY}; throws {@link InvalidSignerException} for other
   * texts.
   */
  public static List<TransparencyLog> logs(String pem) {
    return Pem.publicKeys(pem).stream().map(TransparencyLog::of).toList();
  }

  /** Equal for two roots that trust the same. */
  Stream<String> written() {
    return Stream.of(
            authorities.stream().flatMap(TrustedRoot::written),
            Stream.of("logs"),
            logs.stream().flatMap(TrustedRoot::written),
            Stream.of("certificate logs"),
            certificateLogs.stream().flatMap(TrustedRoot::written),
            timestampAuthorities.stream()
                .flatMap(a -> Stream.concat(Stream.of("timestamps"), written(a))))
        .flatMap(part -> part);
  }

  private static Stream<String> written(CertificateAuthority certificateAuthority) {
    Stream<String> anchors = certificateAuthority.anchors().stream().map(TrustedRoot::written);
    return certificateAuthority.window().equals(ValidityPeriod.ALWAYS)
            && certificateAuthority.others().isEmpty()
        ? anchors
        : Stream.of(
                Stream.of("authority " + certificateAuthority.window().written()),
                anchors,
                Stream.of("others"),
                certificateAuthority.others().stream().map(TrustedRoot::written),
                Stream.of("end"))
            .flatMap(part -> part);
  }

  private static Stream<String> written(TransparencyLog transparencyLog) {
    String key = Sha256.hex(transparencyLog.key().getEncoded());
    return transparencyLog.equals(TransparencyLog.of(transparencyLog.key()))
        ? Stream.of(key)
        : Stream.of(
            "log " + transparencyLog.window().written() + " " + transparencyLog.name().orElse(""),
            key);
  }

  private static String written(X509Certificate certificate) {
    try {
      return Sha256.hex(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("it was read from that encoding", e);
    }
  }
}
