// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.idrange.IdMap;
import dev.eci.policy.message.IdMappingMessages;
import dev.eci.policy.oci.IdmapSupport;
import dev.eci.policy.oci.KernelRelease;
import dev.eci.runtimeservice.oci.RootfsPlan.Overlay;
import dev.eci.support.host.HostRoot;
import dev.eci.support.rundir.RunPaths;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * While the container runs, its range owns the image's files. On disk, they stay owned by the IDs
 * that they have inside (ISO-3). eci-runtime mounts such a root file system where the container's
 * root can walk, and this transform plans it.
 */
record IdMapRootfs(HostRoot host, KernelRelease kernel) implements SpecTransform {
  /** eci-runtime numbers the layers of its overlays; engines name them by path. */
  private static final Pattern ECI_RUNTIME_OVERLAY =
      Pattern.compile("(?:.*,)?lowerdir=0(?:[:,].*)?");

  private static final Set<String> FLAGS =
      Set.of("ro", "nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime");

  @Override
  public String name() {
    return "owners of the root file system";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext)
      throws InvalidSpecException, CreateDeniedException {
    Optional<IdMap> ids = rewriteContext.allocatedIds();
    if (ids.isEmpty()) {
      return false;
    }
    ObjectNode root = rewriteContext.spec().root();
    String path = real(root.path("path").asText(), rewriteContext.bundle());
    Optional<MountInfo> mounted = rewriteContext.mounts().mountAt(path);
    rewriteContext.setRootfsPlan(
        new RootfsPlan(
            path,
            ids.get(),
            mounted.isPresent() && mounted.get().type().equals("overlay")
                ? Optional.of(layers(mounted.get()))
                : plain(rewriteContext.mounts(), path),
            flags(mounted)));
    root.put("path", RunPaths.rootfs(rewriteContext.id()));
    return true;
  }

  private static Overlay layers(MountInfo mounted)
      throws InvalidSpecException, CreateDeniedException {
    if (ECI_RUNTIME_OVERLAY.matcher(mounted.superOptions()).matches()) {
      throw new CreateDeniedException(IdMappingMessages.rootAlreadyMapped(mounted.mountPoint()));
    }
    return OverlayOptions.read(mounted.superOptions(), mounted.mountPoint());
  }

  private Optional<Overlay> plain(MountTable mounts, String path)
      throws InvalidSpecException, CreateDeniedException {
    MountInfo holding =
        mounts
            .mountContaining(path)
            .orElseThrow(() -> new InvalidSpecException("nothing is mounted at " + path));
    if (IdmapSupport.of(holding.type(), kernel) != IdmapSupport.SUPPORTED) {
      throw new CreateDeniedException(IdMappingMessages.rootNotMappable(path, holding.type()));
    }
    return Optional.empty();
  }

  /**
   * The flags of the engine's mount, and nodev: the node's root creates the mount, so a device node
   * from the image would work, and the container's root would own it.
   */
  private static List<String> flags(Optional<MountInfo> mounted) {
    return Stream.concat(
            mounted.stream().flatMap(m -> m.options().stream()).filter(FLAGS::contains),
            Stream.of("nodev"))
        .distinct()
        .toList();
  }

  private String real(String path, String bundle) throws InvalidSpecException {
    String absolute = path.startsWith("/") ? path : bundle + "/" + path;
    try {
      return host.real(absolute);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidSpecException("root.path, %s, cannot be resolved".formatted(path));
    }
  }
}
