package dev.eci.runtimeservice.idrange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the launcher keeps of each container: {@code <id>/state.json} (docs/protocol.md). */
record ContainerStateDirs(Path directory) {
  private static final Log LOG = Log.of(ContainerStateDirs.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  boolean has(String id) {
    return Files.isDirectory(directory.resolve(id));
  }

  /** From id to the base of its range. */
  Map<String, Long> bases() throws IOException {
    Map<String, Long> bases = new HashMap<>();
    try (DirectoryStream<Path> containers = Files.newDirectoryStream(directory)) {
      for (Path container : containers) {
        Path state = container.resolve("state.json");
        try {
          JsonNode base = JSON.readTree(Files.readAllBytes(state)).path("base");
          if (base.canConvertToLong()) {
            bases.put(String.valueOf(container.getFileName()), base.asLong());
          }
        } catch (NoSuchFileException e) {
          // the launcher has done nothing yet that would need undoing
        } catch (IOException e) {
          LOG.warn("a container's state cannot be read", "file", state, "error", e.getMessage());
        }
      }
    } catch (NoSuchFileException e) {
      return bases;
    }
    return bases;
  }
}
