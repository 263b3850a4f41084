package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.idrange.IdRange;
import dev.eci.policy.message.IdMappingMessages;
import dev.eci.policy.oci.IdmapSupport;
import dev.eci.policy.oci.KernelRelease;
import dev.eci.runtimeservice.oci.RootfsPlan.Overlay;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The image's files belong to the container's range while it runs, and to 0 to 65535 on disk
 * (ISO-3). The launcher makes such a root file system where the container's root can walk to, and
 * this says of what.
 */
record IdMapRootfs(HostRoot root, KernelRelease kernel) implements SpecTransform {
  /** The launcher's directories, one for each container; in docs/protocol.md. */
  static final String DIRECTORY = "/run/eci/containers/";

  /** The launcher numbers the layers of its overlays; engines give them names. */
  private static final Pattern OWN_OVERLAY = Pattern.compile("(?:.*,)?lowerdir=0(?:[:,].*)?");

  private static final Set<String> FLAGS =
      Set.of("ro", "nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime");

  @Override
  public String name() {
    return "owners of the root file system";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext)
      throws InvalidSpecException, CreateDeniedException {
    Optional<IdRange> range = rewriteContext.allocatedRange();
    if (range.isEmpty()) {
      return false;
    }
    ObjectNode written = rewriteContext.spec().root();
    String path = real(written.path("path").asText(), rewriteContext.bundle());
    Optional<MountInfo> mounted = rewriteContext.mounts().mountAt(path);
    rewriteContext.setRootfsPlan(
        new RootfsPlan(
            path,
            range.get(),
            mounted.isPresent() && mounted.get().type().equals("overlay")
                ? Optional.of(layers(mounted.get()))
                : plain(rewriteContext.mounts(), path),
            flags(mounted)));
    written.put("path", DIRECTORY + rewriteContext.id() + "/rootfs");
    return true;
  }

  private static Overlay layers(MountInfo mounted)
      throws InvalidSpecException, CreateDeniedException {
    if (OWN_OVERLAY.matcher(mounted.superOptions()).matches()) {
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
    if (IdmapSupport.of(holding.type(), kernel) != IdmapSupport.SHIFTED) {
      throw new CreateDeniedException(IdMappingMessages.rootNotMappable(path, holding.type()));
    }
    return Optional.empty();
  }

  /**
   * Those of the engine's mount, and no device nodes: the mount is made by the node's root, so one
   * that an image brings along would work, and the container's root owns it.
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
      return root.real(absolute);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidSpecException("root.path, %s, cannot be followed".formatted(path));
    }
  }
}
