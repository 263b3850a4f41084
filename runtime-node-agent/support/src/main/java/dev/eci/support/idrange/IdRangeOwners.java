package dev.eci.support.idrange;

import dev.eci.policy.idrange.IdRange;
import java.io.IOException;
import java.util.Set;

/** Whose ids are whose: who has a range of ids of ours. */
public interface IdRangeOwners {
  /** Nobody: for a proxy on its own, beside which no agent gives out ranges. */
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
   * Owners (ids of containers or of sandboxes) of the ranges that overlap {@code ids}.
   *
   * @throws IOException if that cannot be found out
   */
  Set<String> ownersOf(IdRange ids) throws IOException;

  /** Whether {@code owner} has a range. */
  boolean has(String owner) throws IOException;
}
