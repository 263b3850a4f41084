// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.support.dockerapi.EngineInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reloads as dockerd 29 does: a setting that is missing from the file keeps its value. */
final class FakeDocker implements DockerControl {
  private final Path config;
  private String defaultRuntime = "runc";
  private final Map<String, String> runtimes = new TreeMap<>();
  final List<DockerContainer> containers = new ArrayList<>();
  boolean rejectsEciRuntime;

  FakeDocker(Path config) {
    this.config = config;
  }

  @Override
  public void reload() throws IOException {
    if (!Files.exists(config) || Files.readString(config).isBlank()) {
      return;
    }
    JsonNode json = JsonMapper.builder().build().readTree(config.toFile());
    if (rejectsEciRuntime && json.path("default-runtime").asText("").equals("eci")) {
      return;
    }
    if (json.hasNonNull("default-runtime")) {
      defaultRuntime = json.path("default-runtime").asText();
    }
    if (json.has("runtimes")) {
      runtimes.clear();
      json.path("runtimes")
          .properties()
          .forEach(e -> runtimes.put(e.getKey(), e.getValue().path("path").asText("")));
    }
  }

  @Override
  public EngineInfo info() {
    Map<String, String> all = new TreeMap<>(runtimes);
    all.put("runc", "runc");
    return new EngineInfo(
        "29.0.0", defaultRuntime, all, List.of(), "Debian", "/var/lib/docker", true);
  }

  @Override
  public List<DockerContainer> under(String runtime) {
    return containers.stream().filter(c -> c.runtime().equals(runtime)).toList();
  }
}
