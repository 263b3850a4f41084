// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.idrange;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eci.policy.idrange.IdMap;
import dev.eci.support.log.Log;
import dev.eci.support.rundir.RunPaths;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What eci-runtime records about each container: {@code <id>/state.json} (docs/protocol.md). */
record ContainerStateDirs(Path directory) {
  private static final Log LOG = Log.of(ContainerStateDirs.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  boolean has(String id) {
    return Files.isDirectory(directory.resolve(id));
  }

  /** From the ID of a container to its IDs. */
  Map<String, IdMap> maps() throws IOException {
    Map<String, IdMap> maps = new HashMap<>();
    try (DirectoryStream<Path> containers = Files.newDirectoryStream(directory)) {
      for (Path container : containers) {
        Path state = container.resolve(RunPaths.STATE);
        try {
          IdMapJson.read(JSON.readTree(Files.readAllBytes(state)))
              .ifPresent(map -> maps.put(String.valueOf(container.getFileName()), map));
        } catch (NoSuchFileException e) {
          // eci-runtime has not done anything yet that needs undoing
        } catch (IOException e) {
          LOG.warn("cannot read the state of a container", "file", state, "error", e.getMessage());
        }
      }
    } catch (NoSuchFileException e) {
      return maps;
    }
    return maps;
  }
}
