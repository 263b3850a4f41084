// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;

/**
 * Accepts only JSON that every reader understands in the same way. runc is written in Go, whose
 * decoder takes the last of two equal keys, ignores case in keys, and stops at the end of the first
 * value.
 */
public final class StrictJson {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private StrictJson() {}

  public static ObjectNode object(byte[] content) throws InvalidSpecException {
    try {
      if (JSON.readTree(content) instanceof ObjectNode object) {
        return object;
      }
      throw new InvalidSpecException("it is not a JSON object");
    } catch (JsonProcessingException e) {
      throw new InvalidSpecException(
          "it is not valid JSON (%s)"
              .formatted(String.valueOf(e.getOriginalMessage()).replaceAll("\\s+", " ")));
    } catch (IOException e) {
      throw new InvalidSpecException(String.valueOf(e.getMessage()));
    }
  }

  public static byte[] bytes(ObjectNode object) {
    try {
      return JSON.writeValueAsBytes(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Rejects a key that Go reads as one of {@code names} although it is spelled differently. */
  static void canonical(JsonNode object, Set<String> names) throws InvalidSpecException {
    for (var entry : object.properties()) {
      String key = entry.getKey();
      if (!names.contains(key) && names.stream().anyMatch(key::equalsIgnoreCase)) {
        throw new InvalidSpecException(
            "key \"%s\" is not spelled as in the OCI specification".formatted(key));
      }
    }
  }
}
