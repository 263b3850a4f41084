package dev.eci.signature;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.signature.Signed.Bundle;
import dev.eci.signature.Signed.Simple;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Judges signatures. */
public final class Verifier {
  private Verifier() {}

  /**
   * Whether one of {@code found} is that signer's signature of the image.
   *
   * @param digest of the image, {@code sha256:…}; of an index, the index's own
   * @return empty: it is; otherwise why none is, in half a sentence
   */
  public static Optional<String> check(Signer signer, List<Signed> found, String digest) {
    String why = "it has no signature";
    for (Signed signed : found) {
      try {
        verify(signer, signed, digest);
        return Optional.empty();
      } catch (NotSigned e) {
        why = String.valueOf(e.getMessage());
      }
    }
    return Optional.of(why);
  }

  private static void verify(Signer signer, Signed signed, String digest) throws NotSigned {
    switch (signed) {
      case Simple simple -> simple(signer, simple, digest);
      case Bundle(byte[] json) -> bundle(signer, Json.read(json, "the bundle"), digest);
    }
  }

  private static void simple(Signer signer, Simple signed, String digest) throws NotSigned {
    byte[] signature = Json.base64(signed.signature(), "the signature");
    Claim.simple(signed.payload(), digest);
    switch (signer) {
      case Signer.Keys(var keys) -> byKey(keys, signed.payload(), signature);
      case Signer.Keyless keyless -> {
        SigningCertificate certificate =
            SigningCertificate.ofPem(given(signed.certificate(), "certificate"));
        byKey(List.of(certificate.certificate().getPublicKey()), signed.payload(), signature);
        LogEntry entry = LogEntry.ofAnnotation(given(signed.bundle(), "entry of a log"));
        Instant time = entry.signedTime(keyless.logs());
        EntryBody.hashedRekord(entry.read(), signed.payload(), signature, certificate);
        identity(keyless, certificate, chain(signed.chain()), time);
      }
    }
  }

  private static void bundle(Signer signer, JsonNode bundle, String digest) throws NotSigned {
    Envelope envelope = Envelope.of(bundle);
    Claim.statement(envelope, digest);
    switch (signer) {
      case Signer.Keys(var keys) -> byKey(keys, envelope.signed(), envelope.signature());
      case Signer.Keyless keyless -> {
        JsonNode material = bundle.path("verificationMaterial");
        JsonNode raw = material.at("/certificate/rawBytes");
        SigningCertificate certificate =
            SigningCertificate.ofDer(
                Json.base64(
                    raw.isTextual()
                        ? raw.asText()
                        : Json.text(
                            material,
                            "/x509CertificateChain/certificates/0/rawBytes",
                            "the bundle"),
                    "its certificate"));
        byKey(
            List.of(certificate.certificate().getPublicKey()),
            envelope.signed(),
            envelope.signature());
        LogEntry entry = LogEntry.ofBundle(material.at("/tlogEntries/0"));
        Instant time = entry.signedTime(keyless.logs());
        EntryBody.dsse(entry.read(), envelope, certificate);
        identity(keyless, certificate, List.of(), time);
      }
    }
  }

  private static void byKey(List<java.security.PublicKey> keys, byte[] bytes, byte[] signature)
      throws NotSigned {
    if (Keys.signedBy(keys, bytes, signature).isEmpty()) {
      throw new NotSigned("it was signed with another key");
    }
  }

  private static void identity(
      Signer.Keyless keyless,
      SigningCertificate certificate,
      List<X509Certificate> intermediates,
      Instant time)
      throws NotSigned {
    X509Certificate issuer = certificate.check(keyless.roots(), intermediates, time);
    if (!keyless.certificateLogs().isEmpty()) {
      CertificateLog.check(certificate.certificate(), issuer, keyless.certificateLogs());
    }
    if (!keyless.issuer().matches(certificate.issuer())) {
      throw new NotSigned("its signer's identity comes from %s".formatted(certificate.issuer()));
    }
    if (!keyless.subject().matches(certificate.subject())) {
      throw new NotSigned("its signer is %s".formatted(certificate.subject()));
    }
  }

  private static List<X509Certificate> chain(Optional<String> pem) throws NotSigned {
    try {
      return pem.filter(text -> !text.isBlank()).map(Pem::certificates).orElse(List.of());
    } catch (InvalidSigner e) {
      throw new NotSigned("its chain of certificates cannot be read");
    }
  }

  private static String given(Optional<String> part, String what) throws NotSigned {
    return part.orElseThrow(
        () -> new NotSigned("it has no %s, so it was signed with a key".formatted(what)));
  }
}
