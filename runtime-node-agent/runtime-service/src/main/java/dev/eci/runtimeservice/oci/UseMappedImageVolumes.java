// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.UnixAttributes;
import java.io.IOException;
import java.util.List;

/**
 * containerd ID-maps the layers of an image volume, not the overlay on them, which the kernel does
 * not map. The second container of a pod that mounts it gets the mapping as well (containerd 2.1,
 * internal/cri/server/container_image_mount.go), and the OCI runtime would fail on it. Where the
 * layers are not mapped, {@link IdMapBindMounts} decides as for other volumes.
 */
record UseMappedImageVolumes(HostRoot root) implements SpecTransform {
  private static final String DIRECTORY = "/io.containerd.grpc.v1.cri/image-volumes/";
  private static final List<String> OPTIONS = List.of("idmap", "ridmap");

  @Override
  public String name() {
    return "image volumes";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) throws InvalidSpecException {
    Spec spec = rewriteContext.spec();
    String ofPod = DIRECTORY + CriAnnotations.of(spec).sandbox() + "/";
    boolean changed = false;
    for (ObjectNode mount : spec.mounts()) {
      if (MountOptions.isBind(mount)
          && IdMappings.hasMappings(mount)
          && mount.path("source").asText("").contains(ofPod)
          && hasMappedOwner(spec, mount.path("source").asText(""))) {
        IdMappings.remove(mount);
        OPTIONS.forEach(option -> MountOptions.removeOption(mount, option));
        changed = true;
      }
    }
    return changed;
  }

  /** Whether an ID of the container owns the directory: root of the image, where nothing is odd. */
  private boolean hasMappedOwner(Spec spec, String source) throws InvalidSpecException {
    try {
      long owner = Integer.toUnsignedLong(UnixAttributes.read(root.locate(source)).uid());
      for (ObjectNode mapping : spec.mappings("uidMappings")) {
        long host = mapping.path("hostID").asLong();
        if (owner >= host && owner < host + mapping.path("size").asLong()) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new InvalidSpecException("an image volume, %s, cannot be read".formatted(source));
    }
  }
}
