// SPDX-License-Identifier: Apache-2.0
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
 * The containers of pods, by the bundles of containerd's shims. Only root can write these files,
 * and the CRI plugin writes its annotations after all that a pod can set.
 *
 * @param proc a procfs that shows the processes of the node
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
    JsonNode annotations;
    String pid;
    try {
      annotations =
          JSON.readTree(Files.readAllBytes(bundle.resolve("config.json"))).path("annotations");
      pid = Files.readString(bundle.resolve("init.pid")).strip();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new IOException("the bundle of " + id + " cannot be read", e);
    }
    String namespace = annotations.path(CRI + "sandbox-namespace").asText("");
    String sandbox = annotations.path(CRI + "sandbox-id").asText("");
    if (namespace.isEmpty() || sandbox.isEmpty()) {
      return Optional.empty();
    }
    String image = annotations.path(CRI + "image-name").asText("");
    return Optional.of(
        new ContainerRecord(
            id,
            sandbox,
            namespace
                + "/"
                + annotations.path(CRI + "sandbox-name").asText("")
                + "/"
                + annotations.path(CRI + "container-name").asText(""),
            Cgroups.parse(Files.readString(proc.resolve(pid).resolve("cgroup"))),
            // the webhook pins images that may mount the socket to a digest, which containerd
            // verified
            ImageIdentity.verifiedByEngine(image),
            Optional.of(namespaces.subject(namespace, image))));
  }
}
