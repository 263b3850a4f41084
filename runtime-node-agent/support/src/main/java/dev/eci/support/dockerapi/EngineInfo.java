// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.dockerapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The response to GET /info.
 *
 * @param runtimes from name to path; the path is empty where a runtime has none
 * @param securityOptions for example {@code name=seccomp,profile=builtin}
 */
public record EngineInfo(
    String version,
    String defaultRuntime,
    Map<String, String> runtimes,
    List<String> securityOptions,
    String operatingSystem,
    String dataRoot,
    boolean hasUnifiedCgroups) {

  public static EngineInfo read(EngineApi api) throws IOException {
    JsonNode info = api.get("/info");
    Map<String, String> runtimes = new HashMap<>();
    info.path("Runtimes")
        .properties()
        .forEach(
            runtime -> runtimes.put(runtime.getKey(), runtime.getValue().path("path").asText("")));
    List<String> options = new ArrayList<>();
    info.path("SecurityOptions").forEach(option -> options.add(option.asText("")));
    return new EngineInfo(
        info.path("ServerVersion").asText(""),
        info.path("DefaultRuntime").asText(""),
        runtimes,
        options,
        info.path("OperatingSystem").asText(""),
        info.path("DockerRootDir").asText("/var/lib/docker"),
        // engines before 20.10 do not report it
        !info.path("CgroupVersion").asText("").equals("1"));
  }

  public boolean has(String securityOption) {
    return securityOptions.stream()
        .anyMatch(o -> o.equals(securityOption) || o.startsWith(securityOption + ","));
  }
}
