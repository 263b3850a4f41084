package dev.eci.agent.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.agent.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Device nodes that somebody put into a volume would be the container root's own once its owners
 * are shifted, and a device rule of the container's would open the node's disks. A bind of one
 * device file was judged as what it is, and the kernel's own directories have none to shift.
 */
record NoDevicesInVolumes(HostRoot root) implements SpecChange {
  private static final String NO_DEVICES = "nodev";

  @Override
  public String name() {
    return "no devices in volumes";
  }

  @Override
  public boolean apply(Container container) throws InvalidConfig {
    boolean changed = false;
    for (ObjectNode mount : container.spec().mounts()) {
      if (container.isShifted(mount)
          && Mounts.isBind(mount)
          && !Mounts.has(mount, NO_DEVICES)
          && !isDevice(mount.path("source").asText(""))) {
        Mounts.without(mount, "dev");
        Mounts.add(mount, NO_DEVICES);
        changed = true;
      }
    }
    return changed;
  }

  private boolean isDevice(String source) {
    try {
      Path file = root.at(source);
      Object mode = Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      int kind = ((Integer) mode) & 0170000;
      return kind == 0020000 || kind == 0060000;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
