// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness.docker;

import dev.eci.harness.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A program of the host that keeps running, as its service manager starts and stops it: dockerd,
 * the agent.
 */
public final class Daemon {
  private static final Duration STARTS = Duration.ofSeconds(60);
  private static final Duration STOPS = Duration.ofSeconds(30);

  private final PrivateHost host;
  private final String name;
  private final Supplier<Map<String, String>> environment;
  private final List<String> words;
  private final BooleanSupplier ready;
  private @Nullable Process process;

  Daemon(
      PrivateHost host,
      String name,
      Supplier<Map<String, String>> environment,
      List<String> words,
      BooleanSupplier ready) {
    this.host = host;
    this.name = name;
    this.environment = environment;
    this.words = List.copyOf(words);
    this.ready = ready;
  }

  /**
   * Starts it and waits until it is ready; throws with the end of its log if it does not become
   * ready.
   */
  public void start() {
    launch();
    Process started = running();
    try {
      Cluster.await(
          name + " is ready",
          STARTS,
          () -> !started.isAlive() || ready.getAsBoolean(),
          done -> done);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage() + "\n" + log(), e);
    }
    if (!started.isAlive()) {
      throw new IllegalStateException(
          "%s ended with %d\n%s".formatted(name, started.exitValue(), log()));
    }
  }

  /** Starts it and waits for nothing. */
  public void launch() {
    if (process != null && process.isAlive()) {
      throw new IllegalStateException(name + " runs already");
    }
    process = host.spawn(name + ".log", environment.get(), words.toArray(String[]::new));
  }

  /** As a service manager does: SIGTERM, and the exit is awaited. */
  public void stop() {
    stopProcess(false);
  }

  public void kill9() {
    stopProcess(true);
  }

  public long pid() {
    return running().pid();
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** SIGHUP, SIGSTOP, SIGCONT … */
  public void signal(String signal) {
    host.run("kill", "-" + signal, Long.toString(pid())).orThrow();
  }

  /** The last lines it wrote. */
  public String log() {
    return host.log(name + ".log");
  }

  private void stopProcess(boolean forcibly) {
    Process ending = running();
    if (forcibly) {
      ending.destroyForcibly();
    } else {
      ending.destroy();
    }
    try {
      if (!ending.waitFor(STOPS.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(name + " does not stop\n" + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return process;
  }
}
