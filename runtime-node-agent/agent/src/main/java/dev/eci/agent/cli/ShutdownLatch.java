package dev.eci.agent.cli;

import java.util.concurrent.CountDownLatch;

/** Waits for the end that a signal brings. */
public final class ShutdownLatch {
  private final CountDownLatch ended = new CountDownLatch(1);

  /** {@code agent} is closed at the end. */
  public ShutdownLatch(AutoCloseable agent) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(() -> {
                  try {
                    agent.close();
                  } catch (Exception e) {
                    // the process ends all the same
                    throw new IllegalStateException(e);
                  } finally {
                    ended.countDown();
                  }
                }));
  }

  public int await() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
