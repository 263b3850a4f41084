package dev.eci.agent.cli;

import java.time.Duration;

/**
 * Gives back what the heap has grown by. The serial collector looks at old objects when it has no
 * room left, so that a process that is idle would keep the most it ever needed.
 */
public final class IdleHeapTrimmer {
  private static final Duration STARTED = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final long WORTH_IT = 1 << 20;

  private IdleHeapTrimmer() {}

  public static void start() {
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
