package dev.eci.signature;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Somebody whose signature counts. */
public sealed interface Signer {
  /**
   * Who holds the private key of one of these.
   *
   * @param keys ECDSA, RSA or Ed25519; the key says the algorithm, never the signature
   */
  record Keys(List<PublicKey> keys) implements Signer {
    public Keys {
      keys = List.copyOf(keys);
    }
  }

  /**
   * Who proved to be that identity when it signed.
   *
   * @param issuer of the identity (OIDC)
   * @param subject the certificate's one subject alternative name: an e-mail address or a URI
   * @param roots certificates of the authority (Fulcio) that end every chain: roots, or
   *     intermediates
   * @param logs keys of the transparency logs (Rekor) whose word counts for the time of signing
   * @param certificateLogs keys of the logs of certificates (CT), one of which must know the
   *     certificate; none: that is not asked for
   */
  record Keyless(
      TextMatch issuer,
      TextMatch subject,
      List<X509Certificate> roots,
      List<PublicKey> logs,
      List<PublicKey> certificateLogs)
      implements Signer {
    public Keyless {
      roots = List.copyOf(roots);
      logs = List.copyOf(logs);
      certificateLogs = List.copyOf(certificateLogs);
    }
  }

  /**
   * Reads keys.
   *
   * @param pem one or more blocks {@code PUBLIC KEY}
   */
  static Signer keys(String pem) {
    return new Keys(Pem.publicKeys(pem));
  }

  /** One or more blocks {@code CERTIFICATE}; {@link InvalidSigner} for others. */
  static List<X509Certificate> roots(String pem) {
    return Pem.certificates(pem);
  }

  /** One or more blocks {@code PUBLIC KEY}; {@link InvalidSigner} for others. */
  static List<PublicKey> logs(String pem) {
    return Pem.publicKeys(pem);
  }

  /**
   * What tells it from all others: who is changed in any way is somebody else, for whom nothing was
   * verified yet.
   *
   * @return 32 hexadecimal digits
   */
  default String fingerprint() {
    Stream<String> parts =
        switch (this) {
          case Keys(var keys) -> Stream.concat(Stream.of("keys"), keys.stream().map(Signer::of));
          case Keyless(var issuer, var subject, var roots, var logs, var certificateLogs) ->
              Stream.of(
                      Stream.of("keyless", issuer.written(), subject.written()),
                      roots.stream().map(Signer::of),
                      Stream.of("logs"),
                      logs.stream().map(Signer::of),
                      Stream.of("certificate logs"),
                      certificateLogs.stream().map(Signer::of))
                  .flatMap(s -> s);
        };
    // lengths, so that no text can look like two
    String all = parts.map(part -> part.length() + ":" + part).collect(Collectors.joining());
    return Pem.sha256(all.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }

  private static String of(PublicKey key) {
    return Pem.sha256(key.getEncoded());
  }

  private static String of(X509Certificate certificate) {
    try {
      return Pem.sha256(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("it was read from that encoding", e);
    }
  }
}
