// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.node;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Since when the node's first process runs. On a node that is a container, this is later than the
 * boot of the kernel.
 */
final class BootTime {
  /** The kernel reports the start of a process in ticks of 10 ms, USER_HZ; see proc(5). */
  private static final long MILLIS_PER_TICK = 10;

  /** Of starttime, counted after the parentheses around the command. */
  private static final int START_FIELD = 19;

  private final Path proc;

  BootTime(Path proc) {
    this.proc = proc;
  }

  /** Empty if /proc does not say. */
  Optional<Duration> uptime() {
    try {
      String kernel = Files.readString(proc.resolve("uptime")).split(" ", 2)[0];
      String stat = Files.readString(proc.resolve("1/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long millis = new BigDecimal(kernel).movePointRight(3).longValue();
      return Optional.of(
          Duration.ofMillis(millis - Long.parseLong(fields[START_FIELD]) * MILLIS_PER_TICK));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
