package dev.eci.agent.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What a container mounts below a shared bind would appear on the node. It goes on seeing what the
 * node mounts there, and no more.
 */
final class NoSharedMounts implements SpecChange {
  private static final Map<String, String> ONE_WAY = Map.of("shared", "slave", "rshared", "rslave");

  @Override
  public String name() {
    return "no mounts on the node";
  }

  @Override
  public boolean apply(Container container) throws InvalidConfig {
    boolean changed = false;
    for (ObjectNode mount : container.spec().mounts()) {
      for (Map.Entry<String, String> way : ONE_WAY.entrySet()) {
        if (Mounts.has(mount, way.getKey())) {
          Mounts.without(mount, way.getKey());
          Mounts.add(mount, way.getValue());
          changed = true;
        }
      }
    }
    if (container.spec().linux() instanceof ObjectNode linux) {
      String ofRoot = ONE_WAY.get(linux.path("rootfsPropagation").asText(""));
      if (ofRoot != null) {
        linux.put("rootfsPropagation", ofRoot);
        changed = true;
      }
    }
    return changed;
  }
}
