// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.file.InvalidDocumentException;
import dev.eci.crds.file.KubernetesDocuments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads objects as kubectl reads them: YAML documents or JSON, single or in Lists. */
final class ManifestReader {
  private static final int MAX_BYTES = 64 << 20;

  private ManifestReader() {}

  static List<JsonNode> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    } catch (IOException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  static List<JsonNode> read(InputStream in) throws IOException {
    byte[] content = in.readNBytes(MAX_BYTES + 1);
    if (content.length > MAX_BYTES) {
      throw new IOException("it is larger than %d MiB".formatted(MAX_BYTES >> 20));
    }
    List<JsonNode> objects = new ArrayList<>();
    try {
      KubernetesDocuments.read(content).forEach(document -> add(document, objects));
    } catch (InvalidDocumentException e) {
      throw new IOException(e.sentence(), e);
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
