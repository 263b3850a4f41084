package dev.eci.signature;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.Arrays;

/**
 * That a log's entry is about this very signature: otherwise the time of any entry could be passed
 * off as its own, and with it a certificate that has long expired.
 */
final class EntryBody {
  private EntryBody() {}

  static void hashedRekord(
      JsonNode entry, byte[] payload, byte[] signature, SigningCertificate certificate)
      throws NotSigned {
    JsonNode spec = spec(entry, "hashedrekord");
    same(
        spec.at("/data/hash/algorithm").asText().equals("sha256")
            && spec.at("/data/hash/value").asText().equals(Pem.sha256(payload))
            && LogEntry.same(spec.at("/signature/content"), signature));
    certificate(spec.at("/signature/publicKey/content"), certificate);
  }

  static void dsse(JsonNode entry, Envelope envelope, SigningCertificate certificate)
      throws NotSigned {
    JsonNode spec = spec(entry, "dsse");
    same(
        spec.at("/payloadHash/algorithm").asText().equals("sha256")
            && spec.at("/payloadHash/value").asText().equals(Pem.sha256(envelope.payload()))
            && spec.path("signatures").size() == 1
            && LogEntry.same(spec.at("/signatures/0/signature"), envelope.signature()));
    certificate(spec.at("/signatures/0/verifier"), certificate);
  }

  private static JsonNode spec(JsonNode entry, String kind) throws NotSigned {
    if (!entry.path("kind").asText().equals(kind)
        || !entry.path("apiVersion").asText().equals("0.0.1")) {
      throw new NotSigned("the log's entry is no %s 0.0.1".formatted(kind));
    }
    return entry.path("spec");
  }

  private static void certificate(JsonNode pem, SigningCertificate certificate) throws NotSigned {
    String text =
        new String(Json.base64(pem.asText(), "the log's certificate"), StandardCharsets.UTF_8);
    try {
      same(
          Arrays.equals(
              SigningCertificate.ofPem(text).certificate().getEncoded(),
              certificate.certificate().getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("it was read from that encoding", e);
    }
  }

  private static void same(boolean same) throws NotSigned {
    if (!same) {
      throw new NotSigned("the log's entry is about another signature");
    }
  }
}
