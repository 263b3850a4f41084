// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.eci.signature.SignatureBundle.Simple;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Verifies a signature of an identity with a short-lived certificate. Two facts must be proven,
 * each by a signature that the policy trusts: that a transparency log contains the signature (SET,
 * or proof), and when it was made (SET, or a timestamp).
 */
final class KeylessVerification {
  /** Limits entries, and timestamps. */
  private static final int ATTEMPTS_MAX = 4;

  private KeylessVerification() {}

  static void checkSimple(Signer.Keyless trusted, Simple signed, byte[] signature)
      throws SignatureVerificationException {
    SigningCertificate certificate =
        SigningCertificate.ofPem(require(signed.certificate(), "certificate"));
    certificate.verify(signed.payload(), signature);
    LogEntry entry = LogEntry.ofAnnotation(require(signed.bundle(), "entry of a log"));
    LogEntry.IntegratedTime integratedTime = entry.check(trusted.root().logs());
    LogEntryBody.checkSimple(entry.read(), signed.payload(), signature, certificate);
    Instant time = time(trusted.root(), integratedTime, MissingNode.getInstance(), signature);
    check(trusted, certificate, chain(signed.chain()), time);
  }

  /** The first valid one of several entries, and of several timestamps, counts. */
  static void checkBundle(Signer.Keyless trusted, DsseEnvelope dsseEnvelope, JsonNode material)
      throws SignatureVerificationException {
    SigningCertificate certificate = SigningCertificate.ofBundle(material);
    certificate.verify(dsseEnvelope.preAuthEncoding(), dsseEnvelope.signature());
    LogEntry.IntegratedTime integratedTime =
        first(
            material.path("tlogEntries"),
            "the bundle has no entry of a log",
            node -> {
              LogEntry entry = LogEntry.ofBundle(node);
              LogEntry.IntegratedTime by = entry.check(trusted.root().logs());
              LogEntryBody.checkStatement(entry.read(), dsseEnvelope, certificate);
              return by;
            });
    JsonNode stamps = material.at("/timestampVerificationData/rfc3161Timestamps");
    Instant time = time(trusted.root(), integratedTime, stamps, dsseEnvelope.signature());
    check(trusted, certificate, List.of(), time);
  }

  private static Instant time(
      TrustedRoot root, LogEntry.IntegratedTime integratedTime, JsonNode stamps, byte[] signature)
      throws SignatureVerificationException {
    Instant time =
        integratedTime.time().isPresent()
            ? integratedTime.time().get()
            : first(
                stamps,
                "its signing time is unknown: its log attests no time, and it has no timestamp",
                stamp -> Timestamp.of(stamp, signature, root.timestampAuthorities()));
    if (!integratedTime.log().window().covers(time)) {
      throw new SignatureVerificationException(
          "its log did not count at %s, when it was signed, by the policy".formatted(time));
    }
    return time;
  }

  private static void check(
      Signer.Keyless trusted,
      SigningCertificate certificate,
      List<X509Certificate> intermediates,
      Instant time)
      throws SignatureVerificationException {
    X509Certificate issuer = certificate.check(trusted.root().authorities(), intermediates, time);
    List<TransparencyLog> certificateLogs = trusted.root().certificateLogs();
    if (!certificateLogs.isEmpty()) {
      SctVerifier.check(certificate.certificate(), issuer, certificateLogs);
    }
    if (!trusted.issuer().matches(certificate.issuer())) {
      throw new SignatureVerificationException(
          "its signer's identity comes from %s".formatted(certificate.issuer()));
    }
    if (!trusted.subject().matches(certificate.subject())) {
      throw new SignatureVerificationException("its signer is %s".formatted(certificate.subject()));
    }
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T apply(JsonNode node) throws SignatureVerificationException;
  }

  private static <T> T first(JsonNode nodes, String none, Attempt<T> attempt)
      throws SignatureVerificationException {
    SignatureVerificationException why = new SignatureVerificationException(none);
    for (JsonNode node : (Iterable<JsonNode>) nodes.valueStream().limit(ATTEMPTS_MAX)::iterator) {
      try {
        return attempt.apply(node);
      } catch (SignatureVerificationException e) {
        why = e;
      }
    }
    throw why;
  }

  private static List<X509Certificate> chain(Optional<String> pem)
      throws SignatureVerificationException {
    try {
      List<X509Certificate> chain =
          pem.filter(text -> !text.isBlank()).map(Pem::certificates).orElse(List.of());
      if (chain.size() > CertificateAuthority.INCLUDED_MAX) {
        throw new SignatureVerificationException(
            "it includes more than %d certificates".formatted(CertificateAuthority.INCLUDED_MAX));
      }
      return chain;
    } catch (InvalidSignerException e) {
      throw new SignatureVerificationException("its certificate chain cannot be read");
    }
  }

  private static String require(Optional<String> part, String what)
      throws SignatureVerificationException {
    return part.orElseThrow(() ->
        new SignatureVerificationException(
            "it has no %s, so it was signed with a key".formatted(what)));
  }
}
