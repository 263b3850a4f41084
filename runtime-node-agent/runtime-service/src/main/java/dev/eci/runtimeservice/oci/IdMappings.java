// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.idrange.IdMap;
import java.util.List;

/** UID and GID mappings in config.json, of a user namespace or of a mount. */
final class IdMappings {
  private static final List<String> LISTS = List.of("uidMappings", "gidMappings");

  private IdMappings() {}

  static boolean hasMappings(ObjectNode holder) {
    return LISTS.stream().anyMatch(list -> !holder.path(list).isEmpty());
  }

  static void remove(ObjectNode holder) {
    holder.remove(LISTS);
  }

  static void put(ObjectNode holder, IdMap ids) {
    for (String list : LISTS) {
      ArrayNode lines = holder.putArray(list);
      for (IdMap.Extent extent : ids.extents()) {
        lines
            .addObject()
            .put("containerID", extent.containerId())
            .put("hostID", extent.range().base())
            .put("size", extent.range().size());
      }
    }
  }
}
