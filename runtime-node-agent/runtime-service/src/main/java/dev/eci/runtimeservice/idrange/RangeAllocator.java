package dev.eci.runtimeservice.idrange;

import dev.eci.policy.idrange.IdRange;

/** Who owns which range of ids on this node. Safe for any thread; survives the agent's end. */
public interface RangeAllocator {
  /**
   * A range that nothing on the node owns; the same one when the same owner asks again.
   *
   * @param owner id of a container, or of a pod's sandbox
   */
  IdRange allocate(String owner) throws RangeDeniedException;

  /**
   * The range of a container that runs, for one that shares namespaces with it.
   *
   * @param base as the kernel shows it in the other container's uid_map
   */
  IdRange share(String owner, long base) throws RangeDeniedException;

  /** The owner will not be created. */
  void release(String owner);
}
