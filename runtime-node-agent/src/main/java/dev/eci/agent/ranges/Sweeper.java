package dev.eci.agent.ranges;

import dev.eci.agent.host.CommandResult;
import dev.eci.agent.host.NodeCommands;
import dev.eci.agent.log.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Has the launcher undo what crashed ones left, and gives back the ranges of those. */
public final class Sweeper implements AutoCloseable {
  public static final Duration USUAL = Duration.ofSeconds(30);

  private static final Log LOG = Log.of(Sweeper.class);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final NodeCommands commands;
  private final String launcher;
  private final Ranges ranges;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("sweeper").daemon().unstarted(task));
  private String said = "";

  private Sweeper(NodeCommands commands, String launcher, Ranges ranges) {
    this.commands = commands;
    this.launcher = launcher;
    this.ranges = ranges;
  }

  /**
   * Starts with a sweep.
   *
   * @param commands run in the engine's mount namespace
   * @param launcher its path there; as long as it is not installed there is nothing to undo
   */
  public static Sweeper start(
      NodeCommands commands, String launcher, Ranges ranges, Duration pause) {
    Sweeper sweeper = new Sweeper(commands, launcher, ranges);
    var _ =
        sweeper.clock.scheduleWithFixedDelay(
            sweeper::sweep, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    return sweeper;
  }

  private void sweep() {
    try {
      CommandResult swept =
          commands.run(LIMIT, "sh", "-c", "[ ! -x \"$0\" ] || exec \"$0\" --eci-sweep", launcher);
      tell(swept.ok() ? "" : swept.reason());
    } catch (IOException | RuntimeException e) {
      tell(String.valueOf(e.getMessage()));
    }
    try {
      ranges.reap();
    } catch (IOException | RuntimeException e) {
      LOG.error("id ranges could not be given back", e);
    }
  }

  /** Once for each failure, not every 30 seconds. */
  private void tell(String failure) {
    if (!failure.isEmpty() && !failure.equals(said)) {
      LOG.warn("what crashed launchers left could not be undone", "error", failure);
    }
    said = failure;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
