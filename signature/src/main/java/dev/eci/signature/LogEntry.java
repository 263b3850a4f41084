package dev.eci.signature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;

/**
 * An entry of a transparency log (Rekor v1) with the log's signed promise to keep it, which is also
 * its word for the time.
 *
 * @param body the entry, base64 of JSON
 * @param time seconds of the epoch
 * @param log id of the log: SHA-256 of its public key, in hexadecimal digits
 * @param promise signature over the others
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LogEntry(String body, long time, String log, long index, byte[] promise) {

  /** From the annotation {@code dev.sigstore.cosign/bundle}. */
  static LogEntry ofAnnotation(String json) throws NotSigned {
    String what = "the log's entry";
    JsonNode read = Json.read(json.getBytes(StandardCharsets.UTF_8), what);
    return new LogEntry(
        Json.text(read, "/Payload/body", what),
        number(read.at("/Payload/integratedTime")),
        Json.text(read, "/Payload/logID", what),
        number(read.at("/Payload/logIndex")),
        Json.base64(Json.text(read, "/SignedEntryTimestamp", what), "the log's promise"));
  }

  /** From a Sigstore bundle's {@code tlogEntries}. */
  static LogEntry ofBundle(JsonNode entry) throws NotSigned {
    String what = "the log's entry";
    if (entry.at("/inclusionPromise/signedEntryTimestamp").isMissingNode()) {
      throw new NotSigned(
          "the log's entry has no signed promise (logs of Rekor v2 give none, which this version does not read)");
    }
    return new LogEntry(
        Json.text(entry, "/canonicalizedBody", what),
        number(entry.path("integratedTime")),
        HexFormat.of()
            .formatHex(Json.base64(Json.text(entry, "/logId/keyId", what), "the log's id")),
        number(entry.path("logIndex")),
        Json.base64(
            Json.text(entry, "/inclusionPromise/signedEntryTimestamp", what), "the log's promise"));
  }

  /** When one of {@code logs} took it in. */
  Instant signedTime(Collection<PublicKey> logs) throws NotSigned {
    PublicKey key =
        logs.stream()
            .filter(candidate -> Pem.sha256(candidate.getEncoded()).equals(log))
            .findFirst()
            .orElseThrow(() -> new NotSigned("it is in a log that the policy does not name"));
    if (!Keys.signed(key, canonical(), promise)) {
      throw new NotSigned("the log's promise is not signed by the log");
    }
    try {
      return Instant.ofEpochSecond(time);
    } catch (DateTimeException e) {
      throw new NotSigned("the log's time is none");
    }
  }

  JsonNode read() throws NotSigned {
    return Json.read(Json.base64(body, "the log's entry"), "the log's entry");
  }

  /** RFC 8785: sorted, without spaces. */
  private byte[] canonical() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("body", body)
        .put("integratedTime", time)
        .put("logID", log)
        .put("logIndex", index)
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Bundles write 64-bit numbers as texts. */
  private static long number(JsonNode node) throws NotSigned {
    try {
      return node.isIntegralNumber() && node.canConvertToLong()
          ? node.longValue()
          : Long.parseLong(node.asText());
    } catch (NumberFormatException e) {
      throw new NotSigned("the log's entry has a number that is none");
    }
  }

  /** Whether a base64 text of an entry stands for these bytes. */
  static boolean same(JsonNode text, byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes).equals(text.asText());
  }
}
