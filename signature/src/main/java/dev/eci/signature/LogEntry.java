// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An entry of a transparency log, with the log's evidence that it contains the entry: a promise
 * (SET, Rekor v1 only) or a proof.
 *
 * @param body the entry, base64 of JSON
 */
record LogEntry(
    String body, Optional<SignedEntryTimestamp> promise, Optional<InclusionProof> proof) {
  private static final String WHAT = "the log's entry";

  /**
   * The log's signed promise to include the entry; it also attests the time.
   *
   * @param time seconds since the epoch
   * @param log ID of the log: SHA-256 of its public key, in hexadecimal digits
   * @param signature over the other fields and the body
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record SignedEntryTimestamp(long time, String log, long index, byte[] signature) {}

  /**
   * The result of the check.
   *
   * @param time when the log included the entry; empty: the log signed no time
   */
  record IntegratedTime(TransparencyLog log, Optional<Instant> time) {}

  /** Parses the annotation {@code dev.sigstore.cosign/bundle}. */
  static LogEntry ofAnnotation(String json) throws SignatureVerificationException {
    JsonNode read = Json.read(json.getBytes(StandardCharsets.UTF_8), WHAT);
    return new LogEntry(
        Json.text(read, "/Payload/body", WHAT),
        Optional.of(
            new SignedEntryTimestamp(
                Json.number(read.at("/Payload/integratedTime"), WHAT),
                Json.text(read, "/Payload/logID", WHAT),
                Json.number(read.at("/Payload/logIndex"), WHAT),
                Json.base64(Json.text(read, "/SignedEntryTimestamp", WHAT), "the log's promise"))),
        Optional.empty());
  }

  /** Parses an entry of a Sigstore bundle's {@code tlogEntries}. */
  static LogEntry ofBundle(JsonNode entry) throws SignatureVerificationException {
    boolean promised = entry.at("/inclusionPromise/signedEntryTimestamp").isTextual();
    boolean proven = entry.path("inclusionProof").isObject();
    return new LogEntry(
        Json.text(entry, "/canonicalizedBody", WHAT),
        promised ? Optional.of(promise(entry)) : Optional.empty(),
        proven && !promised
            ? Optional.of(InclusionProof.of(entry.path("inclusionProof")))
            : Optional.empty());
  }

  private static SignedEntryTimestamp promise(JsonNode entry)
      throws SignatureVerificationException {
    return new SignedEntryTimestamp(
        Json.number(entry.path("integratedTime"), WHAT),
        HexFormat.of()
            .formatHex(Json.base64(Json.text(entry, "/logId/keyId", WHAT), "the log's id")),
        entry.has("logIndex") ? Json.number(entry.path("logIndex"), WHAT) : 0,
        Json.base64(
            Json.text(entry, "/inclusionPromise/signedEntryTimestamp", WHAT), "the log's promise"));
  }

  /**
   * Finds the log of {@code logs} that contains it. A time without a signature (Rekor v2's) proves
   * nothing.
   */
  IntegratedTime check(Collection<TransparencyLog> logs) throws SignatureVerificationException {
    if (promise.isPresent()) {
      return promised(promise.get(), logs);
    }
    InclusionProof given =
        proof.orElseThrow(() ->
            new SignatureVerificationException("the log's entry has neither promise nor proof"));
    return new IntegratedTime(given.check(Json.base64(body, WHAT), logs), Optional.empty());
  }

  private IntegratedTime promised(
      SignedEntryTimestamp signedEntryTimestamp, Collection<TransparencyLog> logs)
      throws SignatureVerificationException {
    TransparencyLog transparencyLog =
        logs.stream()
            .filter(
                known -> HexFormat.of().formatHex(known.id()).equals(signedEntryTimestamp.log()))
            .findFirst()
            .orElseThrow(() ->
                new SignatureVerificationException("it is in a log that the policy does not name"));
    if (!KeyVerification.verifies(
        transparencyLog.key(), canonical(signedEntryTimestamp), signedEntryTimestamp.signature())) {
      throw new SignatureVerificationException("the log's promise is not signed by the log");
    }
    try {
      return new IntegratedTime(
          transparencyLog, Optional.of(Instant.ofEpochSecond(signedEntryTimestamp.time())));
    } catch (DateTimeException e) {
      throw new SignatureVerificationException("the log's time is invalid");
    }
  }

  JsonNode read() throws SignatureVerificationException {
    return Json.read(Json.base64(body, WHAT), WHAT);
  }

  /** RFC 8785: sorted, without spaces. */
  private byte[] canonical(SignedEntryTimestamp signedEntryTimestamp) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("body", body)
        .put("integratedTime", signedEntryTimestamp.time())
        .put("logID", signedEntryTimestamp.log())
        .put("logIndex", signedEntryTimestamp.index())
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }
}
