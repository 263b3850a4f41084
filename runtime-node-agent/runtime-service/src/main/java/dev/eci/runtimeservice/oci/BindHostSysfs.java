// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A sysfs shows the network devices of one network namespace, so the kernel lets only the owner of
 * that namespace mount one (EPERM for others). A container that does not own its network gets the
 * node's /sys instead, read-only with all mounts below. Its root owns no file there, and masked
 * paths stay masked.
 */
final class BindHostSysfs implements SpecTransform {
  private static final List<String> OPTIONS =
      List.of("rbind", "rprivate", "nosuid", "noexec", "nodev", "rro");

  @Override
  public String name() {
    return "the node's sysfs";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) throws InvalidSpecException {
    if (!NetworkOwnership.isOwnedByOtherUserNamespace(rewriteContext)) {
      return false;
    }
    boolean changed = false;
    for (ObjectNode mount : rewriteContext.spec().mounts()) {
      if (MountOptions.isType(mount, "sysfs")) {
        mount.put("type", "bind").put("source", "/sys");
        ArrayNode options = mount.putArray("options");
        OPTIONS.forEach(options::add);
        changed = true;
      }
    }
    return changed;
  }
}
