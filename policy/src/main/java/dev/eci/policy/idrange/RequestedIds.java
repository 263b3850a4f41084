// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.idrange;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The IDs that a container, or the containers of a pod, need inside.
 *
 * @param slots how many times 65536 IDs there are from 0 up
 * @param windows first IDs of the further windows of 65536 IDs
 */
public record RequestedIds(int slots, SortedSet<Long> windows) {
  /** ISO-2: 65536 IDs from 0 up. */
  public static final RequestedIds USUAL = new RequestedIds(1, new TreeSet<>());

  /** The last ID that Kubernetes and Docker accept. */
  public static final long LAST = 2147483647L;

  /**
   * Each window takes a range of the node's pool, which all its containers share. Processes name
   * one or two high IDs in practice.
   */
  public static final int MAX_WINDOWS = 4;

  public RequestedIds {
    windows = new TreeSet<>(windows);
  }

  /**
   * The request for {@code ids} IDs from 0 up and a window around each named ID above them.
   *
   * @param ids a multiple of 65536
   * @param named IDs from 0 to {@link #LAST}
   */
  public static RequestedIds of(long ids, Collection<Long> named) {
    SortedSet<Long> windows = new TreeSet<>();
    for (long id : named) {
      if (id >= ids) {
        windows.add(id - id % IdRange.SIZE);
      }
    }
    return new RequestedIds((int) (ids / IdRange.SIZE), windows);
  }

  /** Whether the container has the ID then. */
  public boolean contains(long id) {
    return id < slots * IdRange.SIZE || windows.contains(id - id % IdRange.SIZE);
  }

  public boolean isUsual() {
    return equals(USUAL);
  }
}
