package dev.eci.signature;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.Arrays;

/**
 * Checks that a log's entry records exactly this signature. Otherwise the time of any entry could
 * be used for it, and with it a certificate that has long expired.
 */
final class LogEntryBody {
  private LogEntryBody() {}

  static void simple(
      JsonNode entry, byte[] payload, byte[] signature, SigningCertificate certificate)
      throws SignatureVerificationException {
    if (!kind(entry).equals("hashedrekord 0.0.1")) {
      throw new SignatureVerificationException("the log's entry is no hashedrekord 0.0.1");
    }
    JsonNode spec = entry.path("spec");
    same(isHexSha256(spec.at("/data/hash"), payload));
    same(Json.isBase64Of(spec.at("/signature/content"), signature));
    samePem(spec.at("/signature/publicKey/content"), certificate);
  }

  /** Rekor v2 first logged the statement; now it logs the signed bytes. */
  static void statement(JsonNode entry, DsseEnvelope dsseEnvelope, SigningCertificate certificate)
      throws SignatureVerificationException {
    JsonNode spec = entry.path("spec");
    switch (kind(entry)) {
      case "dsse 0.0.1" -> {
        same(isHexSha256(spec.path("payloadHash"), dsseEnvelope.payload()));
        same(spec.path("signatures").size() == 1);
        same(Json.isBase64Of(spec.at("/signatures/0/signature"), dsseEnvelope.signature()));
        samePem(spec.at("/signatures/0/verifier"), certificate);
      }
      case "dsse 0.0.2" -> {
        JsonNode logged = spec.path("dsseV002");
        same(isSha256(logged.path("payloadHash"), dsseEnvelope.payload()));
        same(logged.path("signatures").size() == 1);
        sameSignature(logged.at("/signatures/0"), dsseEnvelope, certificate);
      }
      case "hashedrekord 0.0.2" -> {
        JsonNode logged = spec.path("hashedRekordV002");
        same(isSha256(logged.path("data"), dsseEnvelope.signed()));
        sameSignature(logged.path("signature"), dsseEnvelope, certificate);
      }
      default ->
          throw new SignatureVerificationException(
              "the log's entry is neither dsse 0.0.1 or 0.0.2 nor hashedrekord 0.0.2");
    }
  }

  private static String kind(JsonNode entry) {
    return entry.path("kind").asText() + " " + entry.path("apiVersion").asText();
  }

  /** The encoding of Rekor v1. */
  private static boolean isHexSha256(JsonNode hash, byte[] bytes) {
    return hash.path("algorithm").asText().equals("sha256")
        && hash.path("value").asText().equals(Sha256.hex(bytes));
  }

  /** The encoding of Rekor v2. */
  private static boolean isSha256(JsonNode hash, byte[] bytes) {
    return hash.path("algorithm").asText().equals("SHA2_256")
        && Json.isBase64Of(hash.path("digest"), Sha256.of(bytes));
  }

  private static void sameSignature(
      JsonNode logged, DsseEnvelope dsseEnvelope, SigningCertificate certificate)
      throws SignatureVerificationException {
    same(Json.isBase64Of(logged.path("content"), dsseEnvelope.signature()));
    same(Json.isBase64Of(logged.at("/verifier/x509Certificate/rawBytes"), encoded(certificate)));
  }

  private static void samePem(JsonNode pem, SigningCertificate certificate)
      throws SignatureVerificationException {
    String text =
        new String(Json.base64(pem.asText(), "the log's certificate"), StandardCharsets.UTF_8);
    same(Arrays.equals(encoded(SigningCertificate.ofPem(text)), encoded(certificate)));
  }

  private static byte[] encoded(SigningCertificate certificate) {
    try {
      return certificate.certificate().getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("it was read from that encoding", e);
    }
  }

  private static void same(boolean same) throws SignatureVerificationException {
    if (!same) {
      throw new SignatureVerificationException("the log's entry is about another signature");
    }
  }
}
