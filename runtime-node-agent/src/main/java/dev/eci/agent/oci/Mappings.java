package dev.eci.agent.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.range.IdRange;
import java.util.List;

/** Mappings of users and groups as config.json writes them, for a namespace or for a mount. */
final class Mappings {
  private static final List<String> LISTS = List.of("uidMappings", "gidMappings");

  private Mappings() {}

  static boolean areIn(ObjectNode holder) {
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
