// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.idrange;

import dev.eci.policy.idrange.IdRange;
import java.io.IOException;
import java.util.Set;

/** Looks up which container an allocated ID range belongs to. */
public interface IdRangeOwners {
  /** No owners: for a proxy without an agent, where no ranges are allocated. */
  IdRangeOwners NONE =
      new IdRangeOwners() {
        @Override
        public Set<String> ownersOf(IdRange ids) {
          return Set.of();
        }

        @Override
        public boolean has(String owner) {
          return false;
        }
      };

  /**
   * Returns the owners (IDs of containers or of sandboxes) of the ranges that overlap {@code ids}.
   *
   * @throws IOException if the allocations cannot be read
   */
  Set<String> ownersOf(IdRange ids) throws IOException;

  /** Whether {@code owner} has an allocated range. */
  boolean has(String owner) throws IOException;
}
