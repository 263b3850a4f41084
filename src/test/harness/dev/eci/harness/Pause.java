// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness;

import java.time.Duration;

/** The interval between two checks of something that changes by itself. */
public final class Pause {
  private static final Duration BRIEF = Duration.ofMillis(300);

  private Pause() {}

  public static void brief() {
    try {
      Thread.sleep(BRIEF);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
