// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.crash;

import java.util.Map;
import java.util.TreeMap;

/** How often each fault point killed something in a run of schedules. */
final class FaultTally {
  private final Map<String, Integer> kills = new TreeMap<>();
  private int schedules;
  private int operations;

  void addSchedule() {
    schedules++;
  }

  void addOperation(String step, boolean killed) {
    operations++;
    if (killed) {
      kills.merge(step, 1, Integer::sum);
    }
  }

  int kills() {
    return kills.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public String toString() {
    return "%d schedules, %d operations, %d kills at %d fault points: %s"
        .formatted(schedules, operations, kills(), kills.size(), kills);
  }
}
