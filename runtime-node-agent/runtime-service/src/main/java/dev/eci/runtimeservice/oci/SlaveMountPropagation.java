package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What a container mounts below a shared bind would appear on the node. It goes on seeing what the
 * node mounts there, and no more.
 */
final class SlaveMountPropagation implements SpecTransform {
  private static final Map<String, String> ONE_WAY = Map.of("shared", "slave", "rshared", "rslave");

  @Override
  public String name() {
    return "no mounts on the node";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) throws InvalidSpecException {
    boolean changed = false;
    for (ObjectNode mount : rewriteContext.spec().mounts()) {
      for (Map.Entry<String, String> way : ONE_WAY.entrySet()) {
        if (MountOptions.has(mount, way.getKey())) {
          MountOptions.removeOption(mount, way.getKey());
          MountOptions.add(mount, way.getValue());
          changed = true;
        }
      }
    }
    if (rewriteContext.spec().linux() instanceof ObjectNode linux) {
      String ofRoot = ONE_WAY.get(linux.path("rootfsPropagation").asText(""));
      if (ofRoot != null) {
        linux.put("rootfsPropagation", ofRoot);
        changed = true;
      }
    }
    return changed;
  }
}
