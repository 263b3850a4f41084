// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** How many new images the pods of each namespace may bring within a time. Not thread-safe. */
final class NamespaceBudget {
  private final int most;
  private final Duration window;
  private final Map<String, Window> used = new HashMap<>();

  /** What a namespace has used since {@code start}. */
  private record Window(Instant start, int count) {}

  NamespaceBudget(int most, Duration window) {
    this.most = most;
    this.window = window;
  }

  /** Counts one more image, unless the namespace has used up its budget. */
  boolean tryTake(String namespace, Instant now) {
    Window before = used.get(namespace);
    if (before == null || !before.start().plus(window).isAfter(now)) {
      used.values().removeIf(old -> !old.start().plus(window).isAfter(now));
      used.put(namespace, new Window(now, 1));
      return true;
    }
    if (before.count() >= most) {
      return false;
    }
    used.put(namespace, new Window(before.start(), before.count() + 1));
    return true;
  }
}
