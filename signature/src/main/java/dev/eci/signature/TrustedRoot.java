package dev.eci.signature;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whose words make an identity's signature count. None is built in.
 *
 * @param authorities who give certificates out to identities (Fulcio)
 * @param logs transparency logs (Rekor), one of which must have the signature
 * @param certificateLogs logs of certificates (CT), one of which must have the certificate; none:
 *     that is not asked for
 * @param timestampAuthorities who may say when it was signed (RFC 3161), where no log does; none:
 *     only logs may
 */
public record TrustedRoot(
    List<Authority> authorities,
    List<Log> logs,
    List<Log> certificateLogs,
    List<Authority> timestampAuthorities) {
  public TrustedRoot {
    authorities = List.copyOf(authorities);
    logs = List.copyOf(logs);
    certificateLogs = List.copyOf(certificateLogs);
    timestampAuthorities = List.copyOf(timestampAuthorities);
  }

  /** The text of a Sigstore {@code trusted_root.json}; {@link InvalidSigner} for others. */
  public static TrustedRoot sigstore(String json) {
    return TrustedRootJson.read(json);
  }

  /**
   * One or more blocks {@code CERTIFICATE}, each of which ends a chain; {@link InvalidSigner} for
   * others.
   */
  public static List<Authority> authorities(String pem) {
    return List.of(new Authority(Pem.certificates(pem), List.of(), Window.ALWAYS));
  }

  /**
   * One or more blocks {@code CERTIFICATE}: of authorities, and of whom they let stamp times if
   * only that one may; {@link InvalidSigner} for others.
   */
  public static List<Authority> timestampAuthorities(String pem) {
    Predicate<X509Certificate> isAuthority = known -> known.getBasicConstraints() >= 0;
    List<X509Certificate> given = Pem.certificates(pem);
    List<X509Certificate> anchors = given.stream().filter(isAuthority).toList();
    if (anchors.isEmpty()) {
      throw new InvalidSigner(
          "holds no certificate of an authority, which what stamps times comes from; add its root");
    }
    return List.of(
        new Authority(
            anchors, given.stream().filter(isAuthority.negate()).toList(), Window.ALWAYS));
  }

  /** One or more blocks {@code PUBLIC KEY}; {@link InvalidSigner} for others. */
  public static List<Log> logs(String pem) {
    return Pem.publicKeys(pem).stream().map(Log::of).toList();
  }

  /** Two that trust the same are written the same. */
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

  private static Stream<String> written(Authority authority) {
    Stream<String> anchors = authority.anchors().stream().map(TrustedRoot::written);
    return authority.window().equals(Window.ALWAYS) && authority.others().isEmpty()
        ? anchors
        : Stream.of(
                Stream.of("authority " + authority.window().written()),
                anchors,
                Stream.of("others"),
                authority.others().stream().map(TrustedRoot::written),
                Stream.of("end"))
            .flatMap(part -> part);
  }

  private static Stream<String> written(Log log) {
    String key = Sha256.hex(log.key().getEncoded());
    return log.equals(Log.of(log.key()))
        ? Stream.of(key)
        : Stream.of("log " + log.window().written() + " " + log.name().orElse(""), key);
  }

  private static String written(X509Certificate certificate) {
    try {
      return Sha256.hex(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("it was read from that encoding", e);
    }
  }
}
