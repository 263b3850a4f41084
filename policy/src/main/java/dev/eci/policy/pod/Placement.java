// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import java.util.Optional;

/**
 * Where a pod will run, as far as its spec says.
 *
 * @param nodeName the node that its author chose, bypassing the scheduler
 * @param isWindows whether it requires a Windows node
 * @param protectable whether that node, or any node where none is chosen, can run it protected
 */
public record Placement(Optional<String> nodeName, boolean isWindows, boolean protectable) {
  /** Left to the scheduler, in a cluster whose nodes are ready. */
  public static final Placement ANYWHERE = new Placement(Optional.empty(), false, true);
}
