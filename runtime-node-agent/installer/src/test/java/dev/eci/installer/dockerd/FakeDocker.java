// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.support.dockerapi.EngineInfo;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    String text = Files.exists(config) ? decoded(Files.readAllBytes(config)) : "";
    if (text.isBlank()) {
      return;
    }
    Map<String, String> loaded = new TreeMap<>();
    boolean hasRuntimes = false;
    Optional<String> wanted = Optional.empty();
    try (JsonParser parser = JsonMapper.builder().build().createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        JsonNode value = parser.readValueAsTree();
        if (name.equals("default-runtime") && !value.isNull()) {
          wanted = Optional.of(value.asText());
        } else if (name.equals("runtimes")) {
          hasRuntimes = true;
          value
              .properties()
              .forEach(e -> loaded.put(e.getKey(), e.getValue().path("path").asText("")));
        }
      }
    }
    if (rejectsEciRuntime && wanted.equals(Optional.of("eci"))) {
      return;
    }
    wanted.ifPresent(name -> defaultRuntime = name);
    if (hasRuntimes) {
      runtimes.clear();
      runtimes.putAll(loaded);
    }
  }

  private static String decoded(byte[] content) {
    Charset charset =
        content.length > 1 && content[0] == (byte) 0xff && content[1] == (byte) 0xfe
            ? StandardCharsets.UTF_16LE
            : content.length > 1 && content[0] == (byte) 0xfe && content[1] == (byte) 0xff
                ? StandardCharsets.UTF_16BE
                : StandardCharsets.UTF_8;
    return new String(content, charset).replaceFirst("^\uFEFF", "");
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
