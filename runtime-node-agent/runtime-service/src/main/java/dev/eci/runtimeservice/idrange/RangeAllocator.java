// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.idrange;

import dev.eci.policy.idrange.IdMap;
import dev.eci.policy.idrange.RequestedIds;

/** Allocates the node's ID ranges. Safe for any thread; allocations outlive the agent. */
public interface RangeAllocator {
  /**
   * Allocates IDs that nothing on the node uses: all of them or, if that fails, no window of them.
   * A second call for the same owner returns the same.
   *
   * @param owner ID of a container, or of a pod's sandbox
   */
  IdMap allocate(String owner, RequestedIds ids) throws RangeDeniedException;

  /** Whether so few IDs are free that containers get only those that they need. */
  boolean isScarce();

  /**
   * Adds an owner to the IDs of a running container, because both share namespaces.
   *
   * @param ids as the kernel shows them in the other container's uid_map
   */
  IdMap share(String owner, IdMap ids) throws RangeDeniedException;

  /** Releases the share of an owner that will not be created. */
  void release(String owner);
}
