package dev.eci.socketproxy.peeridentity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.oci.DockerOrigin;
import dev.eci.policy.selector.PodSubject;
import dev.eci.socketproxy.imageidentity.ImageIdentities;
import dev.eci.support.dockerapi.EngineApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Containers of a Docker Engine, by its own word.
 *
 * @param proc a procfs that shows the host's processes
 * @param engine asked on its own socket, behind our filter; empty while it is not found
 * @param images what its images are
 * @param pods whose pods may have created its containers; empty where there is no Kubernetes
 */
record DockerRecords(
    Path proc,
    Supplier<Optional<EngineApi>> engine,
    ImageIdentities images,
    Optional<PodNamespaces> pods)
    implements ContainerRegistry {
  @Override
  public Optional<ContainerRecord> find(String id) throws IOException {
    EngineApi api =
        engine.get().orElseThrow(() -> new IOException("dockerd has not been found (yet)"));
    JsonNode said;
    try {
      said = api.get("/containers/" + id + "/json");
    } catch (EngineApi.NotFoundException e) {
      return Optional.empty();
    }
    long pid = said.path("State").path("Pid").asLong();
    // a name may look like an id: what was asked for must be what was found
    if (!said.path("Id").asText("").equals(id) || pid <= 0) {
      return Optional.empty();
    }
    JsonNode config = said.path("Config");
    String image = config.path("Image").asText("");
    return Optional.of(
        new ContainerRecord(
            id,
            id,
            said.path("Name").asText("").replaceFirst("^/", ""),
            Cgroups.parse(Files.readString(proc.resolve(Long.toString(pid)).resolve("cgroup"))),
            images.recorded(image, said.path("Image").asText("")),
            creator(config.path("Labels").path(DockerOrigin.NAMESPACE_LABEL).asText(""), image)));
  }

  /** The pod that a container stands for, since it was created from there. */
  private Optional<PodSubject> creator(String namespace, String image) throws IOException {
    return pods.isEmpty() || namespace.isEmpty()
        ? Optional.empty()
        : Optional.of(pods.get().subject(namespace, image));
  }
}
