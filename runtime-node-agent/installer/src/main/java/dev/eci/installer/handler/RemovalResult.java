// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

/** The result of a removal. */
public sealed interface RemovalResult {
  /** Nothing of ECI is on the node. */
  record Done() implements RemovalResult {}

  /**
   * Containers run under eci-runtime. The handler and eci-runtime stay until they have ended: their
   * exec probes need the handler, and stopping and deleting them needs eci-runtime.
   */
  record Waiting(int containers) implements RemovalResult {}

  /** containerd does not respond, so the rest stays. */
  record Failed(String message) implements RemovalResult {}
}
