// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Base64;

/** Parses untrusted JSON. No member may occur twice, so that every reader gets the same values. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  static JsonNode read(byte[] bytes, String what) throws SignatureVerificationException {
    try {
      JsonNode json = MAPPER.readTree(bytes);
      if (!json.isObject()) {
        throw new SignatureVerificationException(what + " is no JSON object");
      }
      return json;
    } catch (IOException e) {
      throw new SignatureVerificationException(what + " is no JSON");
    }
  }

  /** The text at a JSON pointer. */
  static String text(JsonNode node, String pointer, String what)
      throws SignatureVerificationException {
    JsonNode at = node.at(pointer);
    if (!at.isTextual()) {
      throw new SignatureVerificationException(
          "%s has no %s".formatted(what, pointer.substring(1)));
    }
    return at.textValue();
  }

  /** Bundles write 64-bit numbers as strings. */
  static long number(JsonNode node, String what) throws SignatureVerificationException {
    try {
      return node.isIntegralNumber() && node.canConvertToLong()
          ? node.longValue()
          : Long.parseLong(node.asText());
    } catch (NumberFormatException e) {
      throw new SignatureVerificationException(what + " has an invalid number");
    }
  }

  /** Whether a base64 text encodes these bytes. */
  static boolean isBase64Of(JsonNode text, byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes).equals(text.asText());
  }

  static byte[] base64(String text, String what) throws SignatureVerificationException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new SignatureVerificationException(what + " is not base64");
    }
  }
}
