// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.idrange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.idrange.IdMap;
import dev.eci.policy.idrange.IdMap.Extent;
import dev.eci.policy.idrange.IdRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The IDs of a container in its {@code state.json} (docs/protocol.md). */
final class IdMapJson {
  private IdMapJson() {}

  /** Empty if the state has no valid IDs. */
  static Optional<IdMap> read(JsonNode state) {
    if (!state.path("base").canConvertToLong()) {
      return Optional.empty();
    }
    List<Extent> extents = new ArrayList<>();
    extents.add(
        new Extent(
            0, new IdRange(state.path("base").asLong(), state.path("size").asLong(IdRange.SIZE))));
    for (JsonNode extent : state.path("rootfs").path("extents")) {
      extents.add(
          new Extent(
              extent.path("containerID").asLong(),
              new IdRange(extent.path("hostID").asLong(), extent.path("size").asLong())));
    }
    return Optional.of(new IdMap(extents));
  }
}
