// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.UnixAttributes;
import java.io.IOException;
import java.nio.file.LinkOption;

/**
 * In an ID-mapped volume, the container's root owns the device nodes that are there, and a device
 * rule of the container would open the node's disks. So volumes are mounted nodev. A bind of one
 * device file is excluded, because policy evaluated it as a device. The kernel's own file systems
 * are not ID-mapped.
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
      return UnixAttributes.read(root.locate(source), LinkOption.NOFOLLOW_LINKS).isDevice();
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
