// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.idrange;

import dev.eci.support.host.CommandResult;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code eci-runtime --eci-sweep}, which removes what killed eci-runtime processes left
 * behind, and reaps the ranges of containers that are gone.
 */
public final class LeftoverSweeper implements AutoCloseable {
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);

  private static final Log LOG = Log.of(LeftoverSweeper.class);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final NodeCommands commands;
  private final String launcher;
  private final FileRangeAllocator allocator;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("sweeper").daemon().unstarted(task));
  private String lastFailure = "";

  private LeftoverSweeper(NodeCommands commands, String launcher, FileRangeAllocator allocator) {
    this.commands = commands;
    this.launcher = launcher;
    this.allocator = allocator;
  }

  /**
   * Starts with a sweep.
   *
   * @param commands run in the engine's mount namespace
   * @param launcher path of eci-runtime there; while it is not installed there is nothing to undo
   */
  public static LeftoverSweeper start(
      NodeCommands commands, String launcher, FileRangeAllocator allocator, Duration pause) {
    LeftoverSweeper leftoverSweeper = new LeftoverSweeper(commands, launcher, allocator);
    var _ =
        leftoverSweeper.clock.scheduleWithFixedDelay(
            leftoverSweeper::sweep, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    return leftoverSweeper;
  }

  private void sweep() {
    try {
      CommandResult swept =
          commands.run(LIMIT, "sh", "-c", "[ ! -x \"$0\" ] || exec \"$0\" --eci-sweep", launcher);
      logFailureOnce(swept.isSuccess() ? "" : swept.reason());
    } catch (IOException | RuntimeException e) {
      logFailureOnce(String.valueOf(e.getMessage()));
    }
    try {
      allocator.reap();
    } catch (IOException | RuntimeException e) {
      LOG.error("failed to free ID ranges", e);
    }
  }

  /** Each failure once, not every 30 seconds. */
  private void logFailureOnce(String failure) {
    if (!failure.isEmpty() && !failure.equals(lastFailure)) {
      LOG.warn("cleanup after a crashed eci-runtime failed", "error", failure);
    }
    lastFailure = failure;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
