package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A sysfs shows the network devices of one network namespace, so the kernel lets only that
 * namespace's owner mount one (EPERM for others). Where the container does not own its network it
 * gets the node's /sys, read-only with all that is mounted below: nobody's files for it, and its
 * masked paths are masked as before.
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
