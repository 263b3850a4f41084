// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import java.time.Duration;

/**
 * Returns unused heap to the system. The serial collector collects old objects only when it has no
 * room left, so an idle process would keep the most memory that it ever needed.
 */
final class IdleHeapTrimmer {
  private static final Duration STARTED = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final long WORTH_IT = 1 << 20;

  private IdleHeapTrimmer() {}

  static void start() {
    Thread.startVirtualThread(IdleHeapTrimmer::run);
  }

  private static void run() {
    try {
      Thread.sleep(STARTED);
      long kept = 0;
      while (true) {
        if (Runtime.getRuntime().totalMemory() - kept > WORTH_IT) {
          System.gc();
          kept = Runtime.getRuntime().totalMemory();
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
