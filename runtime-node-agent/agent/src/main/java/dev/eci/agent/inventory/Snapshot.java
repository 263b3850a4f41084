// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.inventory;

import java.util.List;

/**
 * The running containers of the node at one moment.
 *
 * @param unprotected all unprotected ones, sorted
 */
public record Snapshot(Counts counts, List<UnprotectedEntry> unprotected) {
  public static final Snapshot NONE = new Snapshot(Counts.NONE, List.of());

  public Snapshot {
    unprotected = List.copyOf(unprotected);
  }
}
