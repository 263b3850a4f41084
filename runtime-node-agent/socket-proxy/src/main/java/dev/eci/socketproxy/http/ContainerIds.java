// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The IDs of a running container, from its {@code state.json} (docs/protocol.md). */
record ContainerIds(List<Extent> extents) {
  private record Extent(long inside, long outside, long size) {}

  static ContainerIds of(JsonNode state) {
    List<Extent> extents = new ArrayList<>();
    extents.add(new Extent(0, state.path("base").asLong(0), state.path("size").asLong(0)));
    for (JsonNode extent : state.path("rootfs").path("extents")) {
      extents.add(
          new Extent(
              extent.path("containerID").asLong(),
              extent.path("hostID").asLong(),
              extent.path("size").asLong()));
    }
    return new ContainerIds(extents);
  }

  /** The container's ID for one of the host; the same if the container has none. */
  long inside(long id) {
    for (Extent extent : extents) {
      if (id >= extent.outside && id < extent.outside + extent.size) {
        return id - extent.outside + extent.inside;
      }
    }
    return id;
  }

  /** The host's ID for one of the container; the same if the container does not have it. */
  long outside(long id) {
    for (Extent extent : extents) {
      if (id >= extent.inside && id < extent.inside + extent.size) {
        return id - extent.inside + extent.outside;
      }
    }
    return id;
  }
}
