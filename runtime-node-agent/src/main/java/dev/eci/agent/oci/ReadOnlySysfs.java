package dev.eci.agent.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Privileged containers ask for a writable sysfs. The kernel mounts none in a user namespace
 * (EPERM) as long as the one it sees outside has read-only parts, so such a container could not
 * start at all (ISO-4).
 */
final class ReadOnlySysfs implements SpecChange {
  @Override
  public String name() {
    return "read-only sysfs";
  }

  @Override
  public boolean apply(Container container) throws InvalidConfig {
    boolean changed = false;
    for (ObjectNode mount : container.spec().mounts()) {
      if (Mounts.isType(mount, "sysfs") && !Mounts.isReadOnly(mount)) {
        Mounts.makeReadOnly(mount);
        changed = true;
      }
    }
    return changed;
  }
}
