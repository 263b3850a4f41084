// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What a container mounts below a shared bind would appear on the node. With slave propagation, the
 * container still sees what the node mounts there, and the node sees nothing of the container.
 */
final class SlaveMountPropagation implements SpecTransform {
  private static final Map<String, String> TO_SLAVE =
      Map.of("shared", "slave", "rshared", "rslave");

  @Override
  public String name() {
    return "no mounts on the node";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) throws InvalidSpecException {
    boolean changed = false;
    for (ObjectNode mount : rewriteContext.spec().mounts()) {
      for (Map.Entry<String, String> propagation : TO_SLAVE.entrySet()) {
        if (MountOptions.has(mount, propagation.getKey())) {
          MountOptions.removeOption(mount, propagation.getKey());
          MountOptions.add(mount, propagation.getValue());
          changed = true;
        }
      }
    }
    if (rewriteContext.spec().linux() instanceof ObjectNode linux) {
      String rootfsPropagation = TO_SLAVE.get(linux.path("rootfsPropagation").asText(""));
      if (rootfsPropagation != null) {
        linux.put("rootfsPropagation", rootfsPropagation);
        changed = true;
      }
    }
    return changed;
  }
}
