// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads objects in the formats of kubectl: YAML documents or JSON, single or in Lists. */
final class ManifestReader {
  private static final YAMLMapper YAML = new YAMLMapper();

  private ManifestReader() {}

  static List<JsonNode> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    } catch (IOException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  static List<JsonNode> read(InputStream in) throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(in)) {
      while (documents.hasNext()) {
        add(documents.next(), objects);
      }
    } catch (RuntimeException e) {
      throw new IOException(e.getMessage(), e);
    }
    return objects;
  }

  private static void add(JsonNode document, List<JsonNode> objects) {
    if (document == null || !document.isObject()) {
      return;
    }
    if (document.path("kind").asText().endsWith("List") && document.path("items").isArray()) {
      document.path("items").forEach(item -> add(item, objects));
    } else {
      objects.add(document);
    }
  }
}
