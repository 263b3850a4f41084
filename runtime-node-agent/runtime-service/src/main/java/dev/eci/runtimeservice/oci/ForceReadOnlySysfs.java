package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Privileged containers ask for a writable sysfs. The kernel mounts none in a user namespace
 * (EPERM) as long as the one it sees outside has read-only parts, so such a container could not
 * start at all (ISO-4).
 */
final class ForceReadOnlySysfs implements SpecTransform {
  @Override
  public String name() {
    return "read-only sysfs";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) throws InvalidSpecException {
    boolean changed = false;
    for (ObjectNode mount : rewriteContext.spec().mounts()) {
      if (MountOptions.isType(mount, "sysfs") && !MountOptions.isReadOnly(mount)) {
        MountOptions.makeReadOnly(mount);
        changed = true;
      }
    }
    return changed;
  }
}
