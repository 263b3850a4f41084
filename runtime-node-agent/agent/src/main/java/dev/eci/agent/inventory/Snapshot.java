package dev.eci.agent.inventory;

import java.util.List;

/**
 * What runs on the node at one moment.
 *
 * @param unprotected all of them, sorted
 */
public record Snapshot(Counts counts, List<UnprotectedEntry> unprotected) {
  public static final Snapshot NONE = new Snapshot(Counts.NONE, List.of());

  public Snapshot {
    unprotected = List.copyOf(unprotected);
  }
}
