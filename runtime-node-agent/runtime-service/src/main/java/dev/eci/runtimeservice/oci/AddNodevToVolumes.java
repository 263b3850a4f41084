package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Device nodes that somebody put into a volume would be the container root's own once its owners
 * are shifted, and a device rule of the container's would open the node's disks. A bind of one
 * device file was judged as what it is, and the kernel's own directories have none to shift.
 */
record AddNodevToVolumes(HostRoot root) implements SpecTransform {
  private static final String NO_DEVICES = "nodev";

  @Override
  public String name() {
    return "no devices in volumes";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) throws InvalidSpecException {
    boolean changed = false;
    for (ObjectNode mount : rewriteContext.spec().mounts()) {
      if (rewriteContext.isIdMapped(mount)
          && MountOptions.isBind(mount)
          && !MountOptions.has(mount, NO_DEVICES)
          && !isDevice(mount.path("source").asText(""))) {
        MountOptions.removeOption(mount, "dev");
        MountOptions.add(mount, NO_DEVICES);
        changed = true;
      }
    }
    return changed;
  }

  private boolean isDevice(String source) {
    try {
      Path file = root.locate(source);
      Object mode = Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      int kind = ((Integer) mode) & 0170000;
      return kind == 0020000 || kind == 0060000;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
