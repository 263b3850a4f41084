package dev.eci.agent.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A sysfs shows the network devices of one network namespace, so the kernel lets only that
 * namespace's owner mount one (EPERM for others). Where the container does not own its network it
 * gets the node's /sys, read-only with all that is mounted below: nobody's files for it, and its
 * masked paths are masked as before.
 */
final class NodeSysfs implements SpecChange {
  private static final List<String> OPTIONS =
      List.of("rbind", "rprivate", "nosuid", "noexec", "nodev", "rro");

  @Override
  public String name() {
    return "the node's sysfs";
  }

  @Override
  public boolean apply(Container container) throws InvalidConfig {
    if (!ForeignNetwork.of(container)) {
      return false;
    }
    boolean changed = false;
    for (ObjectNode mount : container.spec().mounts()) {
      if (Mounts.isType(mount, "sysfs")) {
        mount.put("type", "bind").put("source", "/sys");
        ArrayNode options = mount.putArray("options");
        OPTIONS.forEach(options::add);
        changed = true;
      }
    }
    return changed;
  }
}
