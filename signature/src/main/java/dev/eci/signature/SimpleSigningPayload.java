// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Checks that a signed text says "I sign the image with this digest", and nothing less. */
final class SimpleSigningPayload {
  private static final String SIMPLE = "cosign container image signature";

  /** The type that cosign writes instead of SIMPLE where it signs a statement. */
  private static final String SIGN = "https://sigstore.dev/cosign/sign/v1";

  private static final Set<String> STATEMENTS =
      Set.of("https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1");

  private SimpleSigningPayload() {}

  /**
   * Checks a simple signing payload. The image's name at signing time does not matter: copies are
   * the same image.
   */
  static void checkSimple(byte[] payload, String digest) throws SignatureVerificationException {
    JsonNode critical = Json.read(payload, "the payload").path("critical");
    if (!critical.path("type").asText().equals(SIMPLE)) {
      throw new SignatureVerificationException("the payload is no image signature of cosign");
    }
    if (!critical.at("/image/docker-manifest-digest").asText().equals(digest)) {
      throw new SignatureVerificationException("it is the signature of another image");
    }
  }

  /**
   * Checks an in-toto statement: an attestation about an image (SBOM, provenance) is no signature
   * of it.
   */
  static void checkStatement(DsseEnvelope dsseEnvelope, String digest)
      throws SignatureVerificationException {
    if (!dsseEnvelope.type().equals(DsseEnvelope.IN_TOTO)) {
      throw new SignatureVerificationException("the statement is no in-toto statement");
    }
    JsonNode statement = Json.read(dsseEnvelope.payload(), "the statement");
    if (!STATEMENTS.contains(statement.path("_type").asText())
        || !statement.path("predicateType").asText().equals(SIGN)) {
      throw new SignatureVerificationException("the statement is an attestation, no signature");
    }
    Optional<JsonNode> subject =
        StreamSupport.stream(statement.path("subject").spliterator(), false)
            .filter(s -> ("sha256:" + s.at("/digest/sha256").asText()).equals(digest))
            .findFirst();
    if (subject.isEmpty()) {
      throw new SignatureVerificationException("it is the signature of another image");
    }
  }
}
