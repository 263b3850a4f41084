// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.image.ImageContent;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.message.CommandMessages;
import dev.eci.policy.message.NodeAgentMessages;
import dev.eci.policy.oci.ContainerFacts.Origin;
import dev.eci.policy.oci.DockerOrigin;
import dev.eci.policy.oci.PodVolumeBind;
import dev.eci.support.dockerapi.DockerEngine;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Resolves the containers of a Docker Engine. Their config.json does not contain the image, but the
 * engine's own record of the container does.
 *
 * @param proc a procfs that shows the host's processes
 * @param engine empty while dockerd is not found
 * @param images identifies the engine's images
 * @param namespaces whose pods can have created containers; empty where there is no Kubernetes
 */
public record DockerOriginResolver(
    HostRoot root,
    Path proc,
    Supplier<Optional<DockerEngine>> engine,
    DockerImageIdentifier images,
    Optional<NamespaceLabels> namespaces)
    implements OriginResolver {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern PROCESS_NAMESPACE =
      Pattern.compile("/proc/([1-9][0-9]*)/ns/[a-z_]+");

  /** The labels of a namespace. */
  @FunctionalInterface
  public interface NamespaceLabels {
    /** Empty if the namespace is not known (yet). */
    Optional<Map<String, String>> labelsOf(String namespace);
  }

  /** For a Docker host. */
  public DockerOriginResolver(
      HostRoot root,
      Path proc,
      Supplier<Optional<DockerEngine>> engine,
      DockerImageIdentifier images) {
    this(root, proc, engine, images, Optional.empty());
  }

  @Override
  public ContainerOrigin resolve(
      String id, String bundle, Spec spec, Map<String, String> namespaceLabels)
      throws InvalidSpecException, CreateDeniedException {
    DockerEngine docker =
        engine
            .get()
            .orElseThrow(() -> new CreateDeniedException(NodeAgentMessages.engineUnknown()));
    try {
      DockerEngineLayout layout = toEngine(docker);
      HostPath dataRoot = layout.dataRoot();
      boolean build =
          HostPath.parse(bundle)
              .filter(b -> b.startsWith(HostPath.of(dataRoot + "/buildkit/executor")))
              .isPresent();
      JsonNode record = build ? MissingNode.getInstance() : record(dataRoot, id);
      Set<String> joined = joined(spec);
      if (namespaces.isPresent()) {
        requireSameCreator(dataRoot, namespace(record), joined);
      }
      return new ContainerOrigin(
          new DockerOrigin(id, build, joined, hasUnifiedCgroups(), layout, labels(record)),
          image(record));
    } catch (IOException | IllegalArgumentException e) {
      throw new CreateDeniedException(NodeAgentMessages.engineUnknown());
    }
  }

  /** Whether the host has cgroup v2. */
  public boolean hasUnifiedCgroups() throws IOException {
    return Files.exists(root.locate("/sys/fs/cgroup/cgroup.controllers"));
  }

  /** The engine's paths with all links resolved. */
  public DockerEngineLayout toEngine(DockerEngine docker) throws IOException {
    return new DockerEngineLayout(
        HostPath.of(root.real(docker.dataRoot())),
        Set.copyOf(real(docker.inits())),
        Stream.concat(real(docker.own()).stream(), real(docker.sockets()).stream()).toList(),
        namespaces.isPresent());
  }

  @Override
  public ImageIdentity resolveImage(ImageIdentity image) {
    return image instanceof ImageIdentity.Local local
        ? images.identify(local.written(), local.content().id().orElse(""))
        : image;
  }

  @Override
  public PodVolumeBind resolveSource(
      String source, String canonical, Origin origin, MountTable mounts)
      throws CreateDeniedException {
    return new PodVolumeBind(
        origin instanceof DockerOrigin dockerOrigin
            ? new VolumeBackingResolver(
                    dockerOrigin.engine().dataRoot().value(), new NodeDevices(root))
                .resolve(canonical, mounts)
            : canonical,
        false);
  }

  private List<HostPath> real(List<String> paths) throws IOException {
    List<HostPath> real = new ArrayList<>();
    for (String path : paths) {
      real.add(HostPath.of(root.real(path)));
    }
    return real;
  }

  private JsonNode record(HostPath dataRoot, String id) {
    if (!ID.matcher(id).matches()) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(
          Files.readAllBytes(root.locate(dataRoot + "/containers/" + id + "/config.v2.json")));
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /** An image without a name, which no list contains, if the engine has no record. */
  private static ImageIdentity image(JsonNode record) {
    return record.isMissingNode()
        ? ImageIdentity.verifiedByEngine("")
        : ImageIdentity.Local.of(
            record.path("Config").path("Image").asText(""),
            ImageContent.of(record.path("Image").asText(""), List.of()));
  }

  private Map<String, String> labels(JsonNode record) throws CreateDeniedException {
    String namespace = namespace(record);
    if (namespaces.isEmpty() || namespace.isEmpty()) {
      return Map.of();
    }
    return namespaces
        .get()
        .labelsOf(namespace)
        .orElseThrow(
            () -> new CreateDeniedException(NodeAgentMessages.namespaceUnknown(namespace)));
  }

  private static String namespace(JsonNode record) {
    return record.path("Config").path("Labels").path(DockerOrigin.NAMESPACE_LABEL).asText("");
  }

  /**
   * SOCK-5 again, of the containers that the engine chose: a container that a pod created joins
   * only what its namespace created. The node's users may join every container.
   */
  private void requireSameCreator(HostPath dataRoot, String namespace, Set<String> joined)
      throws CreateDeniedException {
    for (String other : joined) {
      if (!namespace.isEmpty() && !namespace(record(dataRoot, other)).equals(namespace)) {
        throw new CreateDeniedException(CommandMessages.containerOfOthers(other));
      }
    }
  }

  /** The containers whose namespaces are joined, from the cgroups of their processes. */
  private Set<String> joined(Spec spec) throws InvalidSpecException {
    Set<String> ids = new HashSet<>();
    for (ObjectNode namespace : spec.namespaces()) {
      Matcher process = PROCESS_NAMESPACE.matcher(namespace.path("path").asText(""));
      if (process.matches()) {
        container(process.group(1)).ifPresent(ids::add);
      }
    }
    return ids;
  }

  /** The first ID in the path is the engine's. The container can create cgroups below it. */
  private Optional<String> container(String process) {
    try {
      for (String line : Files.readAllLines(proc.resolve(process).resolve("cgroup"))) {
        Matcher id = ID.matcher(line);
        if (id.find()) {
          return Optional.of(id.group());
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
