// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eci.policy.docker.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** JSON for tests, with single quotes instead of double ones. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  public static JsonValue of(String text) {
    try {
      return of(MAPPER.readTree(text.replace('\'', '"')));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static JsonValue of(JsonNode node) {
    if (node.isObject()) {
      List<JsonValue.Member> members = new ArrayList<>();
      node.properties()
          .forEach(e -> members.add(new JsonValue.Member(e.getKey(), of(e.getValue()))));
      return new JsonValue.Obj(members);
    }
    if (node.isArray()) {
      List<JsonValue> items = new ArrayList<>();
      node.forEach(item -> items.add(of(item)));
      return new JsonValue.Arr(items);
    }
    if (node.isTextual()) {
      return new JsonValue.Str(node.asText());
    }
    if (node.isBoolean()) {
      return new JsonValue.Bool(node.asBoolean());
    }
    return node.isNumber() ? new JsonValue.Num(node.asText()) : new JsonValue.Null();
  }
}
