package dev.eci.support.dockerapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What GET /info says.
 *
 * @param runtimes from name to path; empty where a runtime has none
 * @param securityOptions for example {@code name=seccomp,profile=builtin}
 */
public record EngineInfo(
    String version,
    String defaultRuntime,
    Map<String, String> runtimes,
    List<String> securityOptions,
    String operatingSystem,
    String dataRoot) {

  public static EngineInfo read(EngineApi api) throws IOException {
    JsonNode said = api.get("/info");
    Map<String, String> runtimes = new HashMap<>();
    said.path("Runtimes")
        .properties()
        .forEach(
            runtime -> runtimes.put(runtime.getKey(), runtime.getValue().path("path").asText("")));
    List<String> options = new ArrayList<>();
    said.path("SecurityOptions").forEach(option -> options.add(option.asText("")));
    return new EngineInfo(
        said.path("ServerVersion").asText(""),
        said.path("DefaultRuntime").asText(""),
        runtimes,
        options,
        said.path("OperatingSystem").asText(""),
        said.path("DockerRootDir").asText("/var/lib/docker"));
  }

  public boolean has(String securityOption) {
    return securityOptions.stream()
        .anyMatch(o -> o.equals(securityOption) || o.startsWith(securityOption + ","));
  }
}
