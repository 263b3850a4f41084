package dev.eci.agent.inventory;

/**
 * Running containers of the node.
 *
 * @param protectedCount under our launcher and in a user namespace of their own
 * @param unprotectedCount all others, sandboxes left out
 * @param underLauncher those that are stopped and deleted through our launcher, sandboxes counted
 */
public record Counts(int protectedCount, int unprotectedCount, int underLauncher) {
  public static final Counts NONE = new Counts(0, 0, 0);
}
