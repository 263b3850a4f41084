// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.support.host.AtomicFile;
import dev.eci.support.host.HostRoot;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads and writes docker.json. */
public record DockerInstallRecordFile(HostRoot root, DockerInstallPaths places) {
  private static final Log LOG = Log.of(DockerInstallRecordFile.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public Optional<DockerInstallRecord> read() throws IOException {
    Path file = root.locate(places.record());
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(file.toFile(), DockerInstallRecord.class));
    } catch (JsonProcessingException e) {
      // the installer's keys in daemon.json can be found by their names
      LOG.warn("docker.json is corrupt, ignoring it", "error", e.getOriginalMessage());
      return Optional.empty();
    }
  }

  void write(DockerInstallRecord installed) throws IOException {
    Files.createDirectories(root.locate(places.directory()));
    AtomicFile.write(
        root.locate(places.record()),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(installed),
        // daemon.json may contain secrets
        "rw-------");
  }

  void remove() throws IOException {
    if (Files.isDirectory(root.locate(places.directory()))) {
      AtomicFile.remove(root.locate(places.record()));
    }
  }
}
