// SPDX-License-Identifier: Apache-2.0
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

  static void checkSimple(
      JsonNode entry, byte[] payload, byte[] signature, SigningCertificate certificate)
      throws SignatureVerificationException {
    if (!kind(entry).equals("hashedrekord 0.0.1")) {
      throw new SignatureVerificationException("the log's entry is not a hashedrekord 0.0.1");
    }
    JsonNode spec = entry.path("spec");
    requireEqual(isHexSha256(spec.at("/data/hash"), payload));
    requireEqual(Json.isBase64Of(spec.at("/signature/content"), signature));
    requireEqualPem(spec.at("/signature/publicKey/content"), certificate);
  }

  /** Rekor v2 first logged the statement; now it logs the signed bytes. */
  static void checkStatement(
      JsonNode entry, DsseEnvelope dsseEnvelope, SigningCertificate certificate)
      throws SignatureVerificationException {
    JsonNode spec = entry.path("spec");
    switch (kind(entry)) {
      case "dsse 0.0.1" -> {
        requireEqual(isHexSha256(spec.path("payloadHash"), dsseEnvelope.payload()));
        requireEqual(spec.path("signatures").size() == 1);
        requireEqual(Json.isBase64Of(spec.at("/signatures/0/signature"), dsseEnvelope.signature()));
        requireEqualPem(spec.at("/signatures/0/verifier"), certificate);
      }
      case "dsse 0.0.2" -> {
        JsonNode logged = spec.path("dsseV002");
        requireEqual(isSha256(logged.path("payloadHash"), dsseEnvelope.payload()));
        requireEqual(logged.path("signatures").size() == 1);
        requireEqualSignature(logged.at("/signatures/0"), dsseEnvelope, certificate);
      }
      case "hashedrekord 0.0.2" -> {
        JsonNode logged = spec.path("hashedRekordV002");
        requireEqual(isSha256(logged.path("data"), dsseEnvelope.preAuthEncoding()));
        requireEqualSignature(logged.path("signature"), dsseEnvelope, certificate);
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

  private static void requireEqualSignature(
      JsonNode logged, DsseEnvelope dsseEnvelope, SigningCertificate certificate)
      throws SignatureVerificationException {
    requireEqual(Json.isBase64Of(logged.path("content"), dsseEnvelope.signature()));
    requireEqual(
        Json.isBase64Of(logged.at("/verifier/x509Certificate/rawBytes"), encoded(certificate)));
  }

  private static void requireEqualPem(JsonNode pem, SigningCertificate certificate)
      throws SignatureVerificationException {
    String text =
        new String(Json.base64(pem.asText(), "the log's certificate"), StandardCharsets.UTF_8);
    requireEqual(Arrays.equals(encoded(SigningCertificate.ofPem(text)), encoded(certificate)));
  }

  private static byte[] encoded(SigningCertificate certificate) {
    try {
      return certificate.certificate().getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("it was read from that encoding", e);
    }
  }

  private static void requireEqual(boolean same) throws SignatureVerificationException {
    if (!same) {
      throw new SignatureVerificationException("the log's entry records another signature");
    }
  }
}
