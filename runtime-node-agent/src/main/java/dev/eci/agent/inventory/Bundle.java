package dev.eci.agent.inventory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What never changes about a container.
 *
 * @param runtime the OCI runtime that created it
 */
record Bundle(boolean sandbox, String runtime) {
  private static final JsonFactory JSON = new JsonFactory();

  static Bundle read(Path directory) throws IOException {
    return new Bundle(sandbox(directory.resolve("config.json")), runtime(directory));
  }

  /** The shim's note of options.BinaryName. */
  private static String runtime(Path directory) throws IOException {
    Path note = directory.resolve("runtime");
    return Files.exists(note) ? Files.readString(note).strip() : "";
  }

  /** Reads no further than the annotations: these files are large and many. */
  private static boolean sandbox(Path config) throws IOException {
    try (JsonParser parser = JSON.createParser(config.toFile())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean annotations = parser.currentName().equals("annotations");
        parser.nextToken();
        if (annotations && parser.currentToken() == JsonToken.START_OBJECT) {
          return sandbox(parser);
        }
        parser.skipChildren();
      }
      return false;
    }
  }

  private static boolean sandbox(JsonParser annotations) throws IOException {
    while (annotations.nextToken() == JsonToken.FIELD_NAME) {
      boolean type = annotations.currentName().equals("io.kubernetes.cri.container-type");
      annotations.nextToken();
      if (type) {
        return annotations.getText().equals("sandbox");
      }
      annotations.skipChildren();
    }
    return false;
  }
}
