// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.peeridentity;

import dev.eci.policy.idrange.IdRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A uid_map (user_namespaces(7)), as the host sees it.
 *
 * @param ids the host IDs of the namespace
 */
record HostIdRanges(List<IdRange> ids) {
  static HostIdRanges parse(String text) throws IOException {
    List<IdRange> ids = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] fields = line.strip().split("\\s+", -1);
      try {
        ids.add(new IdRange(Long.parseLong(fields[1]), Long.parseLong(fields[2])));
      } catch (RuntimeException e) {
        throw new IOException("a uid_map has the line " + line.strip(), e);
      }
    }
    return new HostIdRanges(List.copyOf(ids));
  }
}
