// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.containerd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads TOML as Jackson trees, and formats the strings that the installer writes. */
public final class Toml {
  private static final TomlMapper MAPPER = new TomlMapper();

  private Toml() {}

  public static ObjectNode parse(String text) throws InvalidTomlException {
    try {
      return MAPPER.readTree(text) instanceof ObjectNode tree ? tree : MAPPER.createObjectNode();
    } catch (JsonProcessingException e) {
      throw new InvalidTomlException(
          String.valueOf(e.getOriginalMessage()).replaceAll("\\s+", " "));
    }
  }

  /** A basic string; every control character is escaped. */
  public static String string(String value) {
    StringBuilder text = new StringBuilder("\"");
    value
        .chars()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            text.append('\\').append((char) c);
          } else if (c < 0x20 || c == 0x7f) {
            text.append("\\u%04x".formatted(c));
          } else {
            text.append((char) c);
          }
        });
    return text.append('"').toString();
  }

  static void differences(String name, JsonNode one, JsonNode other, List<String> found) {
    if (!(one instanceof ObjectNode) || !(other instanceof ObjectNode)) {
      if (!one.equals(other)) {
        found.add(name);
      }
      return;
    }
    Set<String> names = new TreeSet<>();
    one.fieldNames().forEachRemaining(names::add);
    other.fieldNames().forEachRemaining(names::add);
    for (String key : names) {
      differences(name.isEmpty() ? key : name + "." + key, one.path(key), other.path(key), found);
    }
  }
}
