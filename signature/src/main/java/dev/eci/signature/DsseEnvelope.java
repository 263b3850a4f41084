// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A DSSE envelope.
 *
 * @param payload as it was signed
 * @param signature the only signature
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DsseEnvelope(String type, byte[] payload, byte[] signature) {
  static final String IN_TOTO = "application/vnd.in-toto+json";

  static DsseEnvelope of(JsonNode bundle) throws SignatureVerificationException {
    JsonNode envelope = bundle.path("dsseEnvelope");
    if (!envelope.isObject()) {
      throw new SignatureVerificationException("the bundle holds no statement (DSSE envelope)");
    }
    if (envelope.path("signatures").size() != 1) {
      throw new SignatureVerificationException(
          "the bundle's statement does not have exactly one signature");
    }
    return new DsseEnvelope(
        Json.text(envelope, "/payloadType", "the statement"),
        Json.base64(Json.text(envelope, "/payload", "the statement"), "the statement"),
        Json.base64(
            Json.text(envelope, "/signatures/0/sig", "the statement"),
            "the statement's signature"));
  }

  /** The bytes that are signed (PAE). */
  byte[] preAuthEncoding() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        "DSSEv1 %d %s %d "
            .formatted(type.getBytes(StandardCharsets.UTF_8).length, type, payload.length)
            .getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(payload);
    return bytes.toByteArray();
  }
}
