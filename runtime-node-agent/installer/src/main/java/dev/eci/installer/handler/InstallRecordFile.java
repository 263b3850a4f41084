package dev.eci.installer.handler;
import dev.eci.installer.step.InstallPaths;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
      // everything that matters can be found again by its name
      LOG.warn("installed.json is damaged and counts as missing", "error", e.getOriginalMessage());
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
