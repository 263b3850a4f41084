package dev.eci.agent.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.agent.host.AtomicFile;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads and writes installed.json. */
public record InstalledFile(HostRoot root) {
  private static final Log LOG = Log.of(InstalledFile.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public Optional<Installed> read() throws IOException {
    Path file = root.at(Places.RECORD);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(file.toFile(), Installed.class));
    } catch (JsonProcessingException e) {
      // everything that matters can be found again by its name
      LOG.warn("installed.json is damaged and counts as missing", "error", e.getOriginalMessage());
      return Optional.empty();
    }
  }

  void write(Installed installed) throws IOException {
    Path file = root.at(Places.RECORD);
    Files.createDirectories(root.at(Places.ROOT));
    AtomicFile.write(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(installed), "rw-r--r--");
  }

  void remove() throws IOException {
    if (Files.isDirectory(root.at(Places.ROOT))) {
      AtomicFile.remove(root.at(Places.RECORD));
    }
  }
}
