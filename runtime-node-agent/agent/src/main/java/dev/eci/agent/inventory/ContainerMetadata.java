// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.inventory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The facts about a container that never change.
 *
 * @param runtime the OCI runtime that created it
 */
record ContainerMetadata(
    boolean sandbox,
    String namespace,
    String pod,
    String container,
    Instant created,
    String runtime) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String CRI = "io.kubernetes.cri.";
  private static final Set<String> READ =
      Set.of(
          CRI + "container-type",
          CRI + "sandbox-namespace",
          CRI + "sandbox-name",
          CRI + "container-name");
  private static final int SHORT_ID = 12;

  static ContainerMetadata read(Path directory) throws IOException {
    Path config = directory.resolve("config.json");
    Map<String, String> annotations = annotations(config);
    String id = directory.getFileName().toString();
    return new ContainerMetadata(
        annotations.getOrDefault(CRI + "container-type", "").equals("sandbox"),
        annotations.getOrDefault(CRI + "sandbox-namespace", ""),
        annotations.getOrDefault(CRI + "sandbox-name", ""),
        annotations.getOrDefault(
            CRI + "container-name", id.substring(0, Math.min(SHORT_ID, id.length()))),
        Files.getLastModifiedTime(config).toInstant(),
        runtime(directory));
  }

  /** The shim records options.BinaryName here. */
  private static String runtime(Path directory) throws IOException {
    Path file = directory.resolve("runtime");
    return Files.exists(file) ? Files.readString(file).strip() : "";
  }

  /** Stops after the annotations: these files are large, and there are many. */
  private static Map<String, String> annotations(Path config) throws IOException {
    try (JsonParser parser = JSON.createParser(config.toFile())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean annotations = parser.currentName().equals("annotations");
        parser.nextToken();
        if (annotations && parser.currentToken() == JsonToken.START_OBJECT) {
          return values(parser);
        }
        parser.skipChildren();
      }
      return Map.of();
    }
  }

  private static Map<String, String> values(JsonParser annotations) throws IOException {
    Map<String, String> values = new HashMap<>();
    while (annotations.nextToken() == JsonToken.FIELD_NAME) {
      String name = annotations.currentName();
      annotations.nextToken();
      if (READ.contains(name)) {
        values.put(name, annotations.getText());
      }
      annotations.skipChildren();
    }
    return values;
  }
}
