// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.FilePaths;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.MountedNames;
import dev.eci.policy.hostpath.SocketExposure;
import dev.eci.policy.model.Policy;
import dev.eci.policy.oci.ContainerAdmission;
import dev.eci.policy.oci.ContainerFacts;
import dev.eci.policy.oci.ContainerFacts.Bind;
import dev.eci.policy.oci.ContainerFacts.IdMapping;
import dev.eci.policy.oci.ContainerFacts.Origin;
import dev.eci.policy.oci.DockerOrigin;
import dev.eci.policy.oci.PodVolumeBind;
import dev.eci.policy.oci.UserDataMounts;
import dev.eci.support.policy.AllowedPaths;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the facts that policy evaluates from a prepared spec. */
public record FactsReader(
    NamespaceOwnership namespaces, PathAliasResolver sources, OriginResolver origins) {
  /**
   * Reads a container's facts.
   *
   * @param spec whose bind sources are resolved ({@link SpecRewriter#prepare})
   * @param mounts as the engine sees them
   * @throws CreateDeniedException if the container's origin cannot be determined
   */
  public ContainerFacts read(
      String id, String bundle, Spec spec, MountTable mounts, Map<String, String> namespaceLabels)
      throws InvalidSpecException, CreateDeniedException {
    return read(id, bundle, spec, spec, mounts, namespaceLabels);
  }

  /**
   * As above.
   *
   * @param written the spec as the engine wrote it, with the same mounts: messages name its sources
   */
  public ContainerFacts read(
      String id,
      String bundle,
      Spec spec,
      Spec written,
      MountTable mounts,
      Map<String, String> namespaceLabels)
      throws InvalidSpecException, CreateDeniedException {
    OriginResolver.ContainerOrigin resolved = origins.resolve(id, bundle, spec, namespaceLabels);
    List<Bind> binds = binds(spec, written, resolved.origin(), mounts);
    return new ContainerFacts(
        resolved.origin(),
        binds.stream().anyMatch(FactsReader::reachesSocket)
            ? origins.resolveImage(resolved.image())
            : resolved.image(),
        privateNamespaces(spec),
        mappings(spec.mappings("uidMappings")),
        mappings(spec.mappings("gidMappings")),
        binds,
        List.of());
  }

  /** The same facts, with the targets of allowed paths on this node. */
  public ContainerFacts withTargets(
      ContainerFacts facts, Set<HostPath> allowances, List<Policy> policies) {
    return ContainerAdmission.withTargets(
        facts, AllowedPaths.resolve(sources.root(), allowances), policies);
  }

  private static boolean reachesSocket(Bind bind) {
    return HostPath.parse(bind.source())
        .map(path -> SocketExposure.of(path).reachesSocket())
        .orElse(false);
  }

  private Set<String> privateNamespaces(Spec spec) throws InvalidSpecException {
    Set<String> owned = new HashSet<>();
    Set<String> joined = new HashSet<>();
    for (ObjectNode namespace : spec.namespaces()) {
      String type = namespace.path("type").asText("");
      String path = namespace.path("path").asText("");
      (path.isEmpty() || namespaces.isPrivate(type, path) ? owned : joined).add(type);
    }
    owned.removeAll(joined);
    return owned;
  }

  private static List<IdMapping> mappings(List<ObjectNode> written) throws InvalidSpecException {
    List<IdMapping> mappings = new ArrayList<>();
    for (ObjectNode mapping : written) {
      mappings.add(
          new IdMapping(
              number(mapping, "containerID"), number(mapping, "hostID"), number(mapping, "size")));
    }
    return mappings;
  }

  /** Go omits a zero or writes it. Both mean zero. */
  private static long number(ObjectNode mapping, String name) throws InvalidSpecException {
    JsonNode value = mapping.path(name);
    if (value.isMissingNode()) {
      return 0;
    }
    if (!value.canConvertToExactIntegral() || !value.canConvertToLong() || value.asLong() < 0) {
      throw new InvalidSpecException("an ID mapping has no valid " + name);
    }
    return value.asLong();
  }

  private boolean isByChangeableLink(
      String written, String real, String source, Origin origin, MountTable table) {
    return origin instanceof DockerOrigin docker
        && UserDataMounts.contains(docker.engine(), HostPath.of(source))
        && new ChangeableLinks(sources.root(), docker.engine().dataRoot().value())
            .reaches(written, real, source, table);
  }

  /** The engine's own files need none: their directory is the engine's by whatever name. */
  private static List<HostPath> otherNames(
      String source, boolean isRecursive, Origin origin, MountTable table) {
    if (!(origin instanceof DockerOrigin(_, _, _, _, DockerEngineLayout engine, _))
        || FilePaths.isBelow(source, engine.dataRoot().value())
        || engine.inits().stream().anyMatch(init -> init.value().equals(source))) {
      return List.of();
    }
    MountedNames names = new MountedNames(table.mounts(), engine);
    Stream<String> below =
        isRecursive ? table.mountsBelow(source).stream().map(MountInfo::mountPoint) : Stream.of();
    return Stream.concat(Stream.of(source), below)
        .flatMap(path -> names.of(path).stream())
        .distinct()
        .toList();
  }

  private List<Bind> binds(Spec spec, Spec written, Origin origin, MountTable table)
      throws InvalidSpecException, CreateDeniedException {
    List<Bind> binds = new ArrayList<>();
    List<ObjectNode> mounts = spec.mounts();
    for (int i = 0; i < mounts.size(); i++) {
      ObjectNode mount = mounts.get(i);
      if (MountOptions.isBind(mount)) {
        String real = mount.path("source").asText("");
        String canonical = sources.canonicalPath(real);
        PodVolumeBind shown = origins.resolveSource(real, canonical, origin, table);
        String source =
            shown.path().equals(canonical) ? canonical : sources.canonicalPath(shown.path());
        String asWritten = written.mounts().get(i).path("source").asText("");
        binds.add(
            new Bind(
                source,
                mount.path("destination").asText(""),
                MountOptions.isReadOnly(mount),
                "mounts[%d]".formatted(i),
                asWritten,
                otherNames(source, MountOptions.isRecursive(mount), origin, table),
                shown.isLocalVolume(),
                isByChangeableLink(asWritten, real, source, origin, table)));
      }
    }
    return binds;
  }
}
