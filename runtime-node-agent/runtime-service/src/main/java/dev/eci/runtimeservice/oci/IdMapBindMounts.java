// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.idrange.IdMap;
import dev.eci.policy.message.IdMappingMessages;
import dev.eci.policy.oci.IdmapSupport;
import dev.eci.policy.oci.KernelRelease;
import dev.eci.runtimeservice.oci.BindSource.IdMapping;
import dev.eci.runtimeservice.oci.BindSource.OverlaySource;
import dev.eci.runtimeservice.oci.BindSource.Submount;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Bound files keep their owners on disk, and the container sees the same owners: root's files
 * belong to the container's root, and so on (ISO-3). The same applies to sockets, whose owner
 * decides who may connect. Mappings that the engine wrote stay where the file system supports them.
 * Elsewhere they are removed or denied here, because the OCI runtime's error would not name the
 * volume. Mappings that the agent adds are for eci-runtime, which mounts the sources anyway: runc
 * would start a process for them.
 */
record IdMapBindMounts(KernelRelease kernel) implements SpecTransform {
  private static final List<String> OPTIONS = List.of("idmap", "ridmap");

  @Override
  public String name() {
    return "owners of bound files";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext)
      throws InvalidSpecException, CreateDeniedException {
    Optional<IdMap> ids = rewriteContext.allocatedIds();
    boolean changed = false;
    for (ObjectNode mount : rewriteContext.spec().mounts()) {
      if (!MountOptions.isBind(mount)) {
        continue;
      }
      if (IdMappings.hasMappings(mount)) {
        changed |= removeUnsupportedMapping(rewriteContext, mount);
      } else if (ids.isPresent()) {
        changed |= map(rewriteContext, mount, ids.get());
      }
    }
    return changed;
  }

  private boolean removeUnsupportedMapping(RewriteContext rewriteContext, ObjectNode mount)
      throws CreateDeniedException {
    String source = mount.path("source").asText();
    Optional<MountInfo> top = rewriteContext.mounts().mountContaining(source);
    switch (top.map(this::support).orElse(IdmapSupport.UNKNOWN)) {
      case SUPPORTED, UNKNOWN -> {
        return false;
      }
      case UNSUPPORTED -> keepUnmapped(rewriteContext, mount, source, top.get());
      case NOT_NEEDED -> {}
    }
    IdMappings.remove(mount);
    OPTIONS.stream()
        .filter(option -> MountOptions.has(mount, option))
        .forEach(option -> MountOptions.removeOption(mount, option));
    return true;
  }

  private boolean map(RewriteContext rewriteContext, ObjectNode mount, IdMap ids)
      throws InvalidSpecException, CreateDeniedException {
    String source = mount.path("source").asText();
    MountInfo top =
        rewriteContext
            .mounts()
            .mountContaining(source)
            .orElseThrow(() -> new InvalidSpecException("nothing is mounted at " + source));
    switch (support(top)) {
      case NOT_NEEDED -> {
        return false;
      }
      case UNKNOWN, UNSUPPORTED -> {
        if (rewriteContext.isBuildStep() && top.type().equals("overlay")) {
          mapLayers(rewriteContext, mount, top, ids);
          return true;
        }
        if (!isSharedMemory(mount, top)) {
          keepUnmapped(rewriteContext, mount, source, top);
        }
        return false;
      }
      case SUPPORTED -> {}
    }
    List<MountInfo> below =
        MountOptions.isRecursive(mount) ? rewriteContext.mounts().mountsBelow(source) : List.of();
    boolean all = below.stream().allMatch(sub -> support(sub) == IdmapSupport.SUPPORTED);
    rewriteContext.setIdMapping(mount, new IdMapping(ids, all && !below.isEmpty()));
    if (!all) {
      // mount_setattr(2) maps all mounts of a tree or only the first
      Collection<MountInfo> visible = visible(below);
      rewriteContext.setSubmounts(
          mount,
          visible.stream()
              .map(sub -> new Submount(sub.mountPoint(), support(sub) == IdmapSupport.SUPPORTED))
              .toList());
      for (MountInfo sub : visible) {
        if (support(sub) == IdmapSupport.UNSUPPORTED || support(sub) == IdmapSupport.UNKNOWN) {
          keepUnmapped(rewriteContext, mount, sub.mountPoint(), sub);
        }
      }
    }
    return true;
  }

  /**
   * BuildKit mounts an overlay for what {@code RUN --mount} takes from another stage or image, and
   * for a cache with an owner. Overlayfs itself cannot be ID-mapped; its layers can.
   */
  private static void mapLayers(
      RewriteContext rewriteContext, ObjectNode mount, MountInfo overlay, IdMap ids)
      throws InvalidSpecException {
    String within =
        overlay.root() + mount.path("source").asText().substring(overlay.mountPoint().length());
    rewriteContext.setIdMapping(mount, new IdMapping(ids, false));
    rewriteContext.setOverlay(
        mount,
        new OverlaySource(
            OverlayOptions.read(overlay.superOptions(), overlay.mountPoint()),
            within.replaceFirst("^/+", "")));
  }

  /** The last mount on each mount point, after the one that it is below. */
  private static Collection<MountInfo> visible(List<MountInfo> mounts) {
    Map<String, MountInfo> visible = new TreeMap<>();
    mounts.forEach(mount -> visible.put(mount.mountPoint(), mount));
    return visible.values();
  }

  private IdmapSupport support(MountInfo mount) {
    return IdmapSupport.of(mount.type(), kernel);
  }

  /**
   * Each container or pod has its own tmpfs there, with mode 1777. Its processes own what they
   * create without any mapping. Before Linux 6.3, tmpfs does not support ID-mapped mounts.
   */
  private static boolean isSharedMemory(ObjectNode mount, MountInfo source) {
    return source.type().equals("tmpfs") && mount.path("destination").asText("").equals("/dev/shm");
  }

  private static void keepUnmapped(
      RewriteContext rewriteContext, ObjectNode mount, String path, MountInfo source)
      throws CreateDeniedException {
    String destination = mount.path("destination").asText("");
    if (!rewriteContext.mayStayUnmapped()) {
      boolean isBelow = !path.equals(mount.path("source").asText(""));
      throw new CreateDeniedException(
          isBelow
              ? IdMappingMessages.mountBelowNotMappable(
                  destination, path, source.type(), rewriteContext.policySource())
              : IdMappingMessages.volumeNotMappable(
                  destination, path, source.type(), rewriteContext.policySource()));
    }
    rewriteContext.add(
        new Notice(
            "VolumeNotIDMapped",
            IdMappingMessages.volumeNotMapped(destination, path, source.type())));
  }
}
