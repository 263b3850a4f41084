package dev.eci.signature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.eci.signature.Signed.Simple;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether an identity signed, by a certificate of minutes. Two things must be known, each by a
 * signature of somebody whom the policy names: that a transparency log has it (SET, or proof), and
 * when it was signed (SET, or an authority's timestamp).
 */
final class Identity {
  /** Of entries, and of timestamps. */
  private static final int TRIED_MAX = 4;

  private Identity() {}

  static void simple(Signer.Keyless trusted, Simple signed, byte[] signature) throws NotSigned {
    SigningCertificate certificate =
        SigningCertificate.ofPem(given(signed.certificate(), "certificate"));
    certificate.signed(signed.payload(), signature);
    LogEntry entry = LogEntry.ofAnnotation(given(signed.bundle(), "entry of a log"));
    LogEntry.Seen seen = entry.check(trusted.root().logs());
    EntryBody.simple(entry.read(), signed.payload(), signature, certificate);
    Instant time = time(trusted.root(), seen, MissingNode.getInstance(), signature);
    check(trusted, certificate, chain(signed.chain()), time);
  }

  /** Of several entries, and of several timestamps, the first that is right counts. */
  static void bundle(Signer.Keyless trusted, Envelope envelope, JsonNode material)
      throws NotSigned {
    SigningCertificate certificate = SigningCertificate.ofBundle(material);
    certificate.signed(envelope.signed(), envelope.signature());
    LogEntry.Seen seen =
        first(
            material.path("tlogEntries"),
            "the bundle has no entry of a log",
            node -> {
              LogEntry entry = LogEntry.ofBundle(node);
              LogEntry.Seen by = entry.check(trusted.root().logs());
              EntryBody.statement(entry.read(), envelope, certificate);
              return by;
            });
    JsonNode stamps = material.at("/timestampVerificationData/rfc3161Timestamps");
    Instant time = time(trusted.root(), seen, stamps, envelope.signature());
    check(trusted, certificate, List.of(), time);
  }

  private static Instant time(
      TrustedRoot root, LogEntry.Seen seen, JsonNode stamps, byte[] signature) throws NotSigned {
    Instant time =
        seen.time().isPresent()
            ? seen.time().get()
            : first(
                stamps,
                "nobody says when it was signed: its log gives no time, and it has no timestamp",
                stamp -> Timestamp.of(stamp, signature, root.timestampAuthorities()));
    if (!seen.log().window().covers(time)) {
      throw new NotSigned(
          "its log did not count at %s, when it was signed, by the policy".formatted(time));
    }
    return time;
  }

  private static void check(
      Signer.Keyless trusted,
      SigningCertificate certificate,
      List<X509Certificate> intermediates,
      Instant time)
      throws NotSigned {
    X509Certificate issuer = certificate.check(trusted.root().authorities(), intermediates, time);
    List<Log> certificateLogs = trusted.root().certificateLogs();
    if (!certificateLogs.isEmpty()) {
      CertificateLog.check(certificate.certificate(), issuer, certificateLogs);
    }
    if (!trusted.issuer().matches(certificate.issuer())) {
      throw new NotSigned("its signer's identity comes from %s".formatted(certificate.issuer()));
    }
    if (!trusted.subject().matches(certificate.subject())) {
      throw new NotSigned("its signer is %s".formatted(certificate.subject()));
    }
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T on(JsonNode node) throws NotSigned;
  }

  private static <T> T first(JsonNode nodes, String none, Attempt<T> attempt) throws NotSigned {
    NotSigned why = new NotSigned(none);
    for (JsonNode node : (Iterable<JsonNode>) nodes.valueStream().limit(TRIED_MAX)::iterator) {
      try {
        return attempt.on(node);
      } catch (NotSigned e) {
        why = e;
      }
    }
    throw why;
  }

  private static List<X509Certificate> chain(Optional<String> pem) throws NotSigned {
    try {
      List<X509Certificate> chain =
          pem.filter(text -> !text.isBlank()).map(Pem::certificates).orElse(List.of());
      if (chain.size() > Authority.BROUGHT_MAX) {
        throw new NotSigned(
            "it brings more than %d certificates along".formatted(Authority.BROUGHT_MAX));
      }
      return chain;
    } catch (InvalidSigner e) {
      throw new NotSigned("its chain of certificates cannot be read");
    }
  }

  private static String given(Optional<String> part, String what) throws NotSigned {
    return part.orElseThrow(
        () -> new NotSigned("it has no %s, so it was signed with a key".formatted(what)));
  }
}
