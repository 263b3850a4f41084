// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import java.util.concurrent.CountDownLatch;

/** Keeps a program running until a signal ends it, and closes its agent then. */
final class ShutdownLatch {
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Closes {@code agent} when the process gets a signal. */
  ShutdownLatch(AutoCloseable agent) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(() -> {
                  try {
                    agent.close();
                  } catch (Exception e) {
                    // the process ends in any case
                    throw new IllegalStateException(e);
                  } finally {
                    ended.countDown();
                  }
                }));
  }

  /** Waits until the agent is closed, and returns the exit code. */
  int await() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
