// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.idrange;

import dev.eci.policy.idrange.IdRange;

/** Allocates the node's ID ranges. Safe for any thread; allocations outlive the agent. */
public interface RangeAllocator {
  /**
   * Allocates a range that nothing on the node uses. A second call for the same owner returns the
   * same range.
   *
   * @param owner ID of a container, or of a pod's sandbox
   */
  IdRange allocate(String owner) throws RangeDeniedException;

  /**
   * Adds an owner to the range of a running container, because both share namespaces.
   *
   * @param base as the kernel shows it in the other container's uid_map
   */
  IdRange share(String owner, long base) throws RangeDeniedException;

  /** Releases the share of an owner that will not be created. */
  void release(String owner);
}
