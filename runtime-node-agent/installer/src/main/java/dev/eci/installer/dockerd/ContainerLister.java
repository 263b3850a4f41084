// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.support.dockerapi.EngineApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists containers of the engine. A list contains no runtimes, so each container is inspected. */
record ContainerLister(EngineApi api) {
  List<DockerContainer> list(boolean all) throws IOException {
    List<DockerContainer> found = new ArrayList<>();
    for (JsonNode listed : api.get("/containers/json?all=" + (all ? "1" : "0"))) {
      String id = listed.path("Id").asText("");
      if (id.matches("[0-9a-f]{12,64}")) {
        inspect(id).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<DockerContainer> inspect(String id) throws IOException {
    JsonNode json;
    try {
      json = api.get("/containers/" + id + "/json");
    } catch (EngineApi.NotFoundException e) {
      // removed meanwhile
      return Optional.empty();
    }
    JsonNode state = json.path("State");
    return Optional.of(
        new DockerContainer(
            id,
            json.path("Name").asText("").replaceFirst("^/", ""),
            json.path("Config").path("Image").asText(""),
            json.path("HostConfig").path("Runtime").asText(""),
            state.path("Running").asBoolean(),
            state.path("Pid").asLong()));
  }
}
