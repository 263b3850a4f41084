// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.idrange.IdRange;
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

  static void put(ObjectNode holder, IdRange range) {
    for (String list : LISTS) {
      holder
          .putArray(list)
          .addObject()
          .put("containerID", 0L)
          .put("hostID", range.base())
          .put("size", range.size());
    }
  }
}
