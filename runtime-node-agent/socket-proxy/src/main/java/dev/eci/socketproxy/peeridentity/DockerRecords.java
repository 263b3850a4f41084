// SPDX-License-Identifier: Apache-2.0
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
 * The containers of a Docker Engine, by its API.
 *
 * @param proc a procfs that shows the host's processes
 * @param engine on its own socket, behind the proxy; empty while it is not found
 * @param images identifies its images
 * @param pods the namespaces whose pods may have created containers; empty without Kubernetes
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
    JsonNode inspected;
    try {
      inspected = api.withPatience().get("/containers/" + id + "/json");
    } catch (EngineApi.NotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new EngineAwayException(e);
    }
    long pid = inspected.path("State").path("Pid").asLong();
    // a container name may have the form of an ID, so compare the ID
    if (!inspected.path("Id").asText("").equals(id) || pid <= 0) {
      return Optional.empty();
    }
    JsonNode config = inspected.path("Config");
    String image = config.path("Image").asText("");
    return Optional.of(
        new ContainerRecord(
            id,
            id,
            inspected.path("Name").asText("").replaceFirst("^/", ""),
            Cgroups.parse(Files.readString(proc.resolve(Long.toString(pid)).resolve("cgroup"))),
            images.recorded(image, inspected.path("Image").asText("")),
            creator(config.path("Labels").path(DockerOrigin.NAMESPACE_LABEL).asText(""), image)));
  }

  /** The pod that created the container, and whose policies apply to it. */
  private Optional<PodSubject> creator(String namespace, String image) throws IOException {
    return pods.isEmpty() || namespace.isEmpty()
        ? Optional.empty()
        : Optional.of(pods.get().subject(namespace, image));
  }
}
