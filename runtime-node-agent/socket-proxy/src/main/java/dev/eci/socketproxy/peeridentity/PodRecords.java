package dev.eci.socketproxy.peeridentity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Containers of pods, from the bundles that containerd's shims keep: root's files, with what the
 * CRI plugin wrote after everything that a pod may set.
 *
 * @param proc a procfs that shows the node's processes
 * @param tasks the directory of bundles; empty while containerd is not found
 */
record PodRecords(
    HostRoot root, Path proc, Supplier<Optional<String>> tasks, PodNamespaces namespaces)
    implements ContainerRegistry {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String CRI = "io.kubernetes.cri.";

  @Override
  public Optional<ContainerRecord> find(String id) throws IOException {
    Optional<String> directory = tasks.get();
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    Path bundle = root.locate(directory.get()).resolve(id);
    JsonNode about;
    String pid;
    try {
      about = JSON.readTree(Files.readAllBytes(bundle.resolve("config.json"))).path("annotations");
      pid = Files.readString(bundle.resolve("init.pid")).strip();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new IOException("the bundle of " + id + " cannot be read", e);
    }
    String namespace = about.path(CRI + "sandbox-namespace").asText("");
    String sandbox = about.path(CRI + "sandbox-id").asText("");
    if (namespace.isEmpty() || sandbox.isEmpty()) {
      return Optional.empty();
    }
    String image = about.path(CRI + "image-name").asText("");
    return Optional.of(
        new ContainerRecord(
            id,
            sandbox,
            namespace
                + "/"
                + about.path(CRI + "sandbox-name").asText("")
                + "/"
                + about.path(CRI + "container-name").asText(""),
            Cgroups.parse(Files.readString(proc.resolve(pid).resolve("cgroup"))),
            // the webhook pins what may have the socket to a digest, which the engine verified
            ImageIdentity.verifiedByEngine(image),
            Optional.of(namespaces.subject(namespace, image))));
  }
}
