package dev.eci.agent;

import dev.eci.agent.ranges.RangeClaims;
import dev.eci.agent.ranges.RangeRefused;
import dev.eci.policy.range.IdRange;

/** In place of the node's ranges until they are there: whoever needs one is refused. */
final class NoRanges implements RangeClaims {
  @Override
  public IdRange claim(String owner) throws RangeRefused {
    throw new RangeRefused(
        "enhanced container isolation: the engine gave the container no user namespace, and this agent has no ids to give; set hostUsers: false.");
  }

  @Override
  public IdRange join(String owner, long base) throws RangeRefused {
    return claim(owner);
  }

  @Override
  public void release(String owner) {}
}
