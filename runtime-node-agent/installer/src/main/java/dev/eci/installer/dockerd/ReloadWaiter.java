// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.support.dockerapi.EngineInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Waits until dockerd has loaded its new configuration.
 *
 * @param limit after which the reload counts as failed
 * @param step between two requests
 */
record ReloadWaiter(Duration limit, Duration step) {
  static final ReloadWaiter DEFAULT =
      new ReloadWaiter(Duration.ofSeconds(60), Duration.ofMillis(250));

  boolean awaitReload(DockerControl docker, Predicate<EngineInfo> loaded) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        if (loaded.test(docker.info())) {
          return true;
        }
      } catch (IOException e) {
        // it may be restarting
      }
      if (System.nanoTime() - end > 0) {
        return false;
      }
      pause();
    }
  }

  private void pause() throws IOException {
    try {
      Thread.sleep(step.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while dockerd was reloading", e);
    }
  }
}
