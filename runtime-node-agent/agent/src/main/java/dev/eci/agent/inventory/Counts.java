// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.inventory;

/**
 * Counts of the node's running containers.
 *
 * @param protectedCount created by eci-runtime and in a private user namespace
 * @param unprotectedCount all others, without sandboxes
 * @param underLauncher those that are stopped and deleted through eci-runtime, including sandboxes
 */
public record Counts(int protectedCount, int unprotectedCount, int underLauncher) {
  public static final Counts NONE = new Counts(0, 0, 0);
}
