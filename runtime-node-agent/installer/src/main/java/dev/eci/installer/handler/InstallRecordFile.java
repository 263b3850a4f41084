// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.installer.step.InstallPaths;
import dev.eci.support.host.AtomicFile;
import dev.eci.support.host.HostRoot;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads and writes installed.json. */
public record InstallRecordFile(HostRoot root) {
  private static final Log LOG = Log.of(InstallRecordFile.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public Optional<InstallRecord> read() throws IOException {
    Path file = root.locate(InstallPaths.RECORD);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(file.toFile(), InstallRecord.class));
    } catch (JsonProcessingException e) {
      // the installed files can be found by their names
      LOG.warn("installed.json is corrupt, ignoring it", "error", e.getOriginalMessage());
      return Optional.empty();
    }
  }

  void write(InstallRecord installRecord) throws IOException {
    Path file = root.locate(InstallPaths.RECORD);
    Files.createDirectories(root.locate(InstallPaths.ROOT));
    AtomicFile.write(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(installRecord), "rw-r--r--");
  }

  void remove() throws IOException {
    if (Files.isDirectory(root.locate(InstallPaths.ROOT))) {
      AtomicFile.remove(root.locate(InstallPaths.RECORD));
    }
  }
}
