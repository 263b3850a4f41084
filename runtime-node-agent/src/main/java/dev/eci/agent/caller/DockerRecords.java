package dev.eci.agent.caller;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.agent.docker.EngineApi;
import dev.eci.policy.image.ImageContent;
import dev.eci.policy.image.ImageIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Containers of a Docker Engine, by its own word.
 *
 * @param proc a procfs that shows the host's processes
 * @param engine asked on its own socket, behind our filter; empty while it is not found
 */
record DockerRecords(Path proc, Supplier<Optional<EngineApi>> engine) implements ContainerRecords {
  @Override
  public Optional<ContainerRecord> find(String id) throws IOException {
    EngineApi api =
        engine.get().orElseThrow(() -> new IOException("dockerd has not been found (yet)"));
    JsonNode said;
    try {
      said = api.get("/containers/" + id + "/json");
    } catch (EngineApi.Missing e) {
      return Optional.empty();
    }
    long pid = said.path("State").path("Pid").asLong();
    // a name may look like an id: what was asked for must be what was found
    if (!said.path("Id").asText("").equals(id) || pid <= 0) {
      return Optional.empty();
    }
    String image = said.path("Image").asText("");
    return Optional.of(
        new ContainerRecord(
            id,
            id,
            said.path("Name").asText("").replaceFirst("^/", ""),
            Cgroups.parse(Files.readString(proc.resolve(Long.toString(pid)).resolve("cgroup"))),
            ImageIdentity.Local.of(
                said.path("Config").path("Image").asText(""),
                ImageContent.of(image, digests(api, image))),
            Optional.empty()));
  }

  private static List<String> digests(EngineApi api, String image) throws IOException {
    List<String> digests = new ArrayList<>();
    try {
      api.get("/images/" + image + "/json")
          .path("RepoDigests")
          .forEach(digest -> digests.add(digest.asText("")));
    } catch (EngineApi.Missing e) {
      // somebody removed it from under the container; its id still says what it is
    }
    return digests;
  }
}
