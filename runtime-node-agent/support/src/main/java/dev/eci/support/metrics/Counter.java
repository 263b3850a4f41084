// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.metrics;

import java.util.concurrent.atomic.LongAdder;

/** A counter. It only increases. Safe for any thread. */
public final class Counter {
  private final LongAdder value = new LongAdder();

  public void increment() {
    value.increment();
  }

  public void add(long by) {
    value.add(by);
  }

  public long value() {
    return value.sum();
  }
}
