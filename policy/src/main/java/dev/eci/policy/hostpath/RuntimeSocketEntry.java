// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import java.util.List;

/**
 * One location of the socket catalog, for code that translates the catalog to another language,
 * such as the API server's CEL.
 *
 * @param segments of a canonical path; {@code *} stands for any one name
 * @param isSocketDirectory a directory in which the runtime creates sockets, instead of one socket
 */
public record RuntimeSocketEntry(
    RuntimeSocketKind socket, List<String> segments, boolean isSocketDirectory) {
  public RuntimeSocketEntry {
    segments = List.copyOf(segments);
  }

  /** All entries; where two match the same path, the first one names it. */
  public static List<RuntimeSocketEntry> all() {
    return RuntimeSocketCatalog.LOCATIONS.stream()
        .map(place ->
            new RuntimeSocketEntry(place.socket(), place.pattern(), place.isSocketDirectory()))
        .toList();
  }
}
