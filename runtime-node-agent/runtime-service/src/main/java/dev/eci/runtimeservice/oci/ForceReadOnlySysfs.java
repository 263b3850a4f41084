// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Privileged containers request a writable sysfs. In a user namespace, the kernel does not mount
 * one (EPERM) as long as the sysfs outside has read-only parts, so such a container could not start
 * at all (ISO-4).
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
