// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

import dev.eci.operator.pods.ProtectedPods;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Whether pods still need a RuntimeClass that no policy names any more: the kubelet reads it
 * whenever it creates a pod's sandbox again, as after a reboot. The answer is kept for a while,
 * because finding it may take a list of all pods.
 */
final class RuntimeClassUse {
  private static final Logger LOG = Logger.getLogger(RuntimeClassUse.class);

  private final ProtectedPods pods;
  private final Duration recheck;
  private final Clock clock;
  private final Map<String, Instant> usedUntil = new HashMap<>();

  RuntimeClassUse(ProtectedPods pods, Duration recheck, Clock clock) {
    this.pods = pods;
    this.recheck = recheck;
    this.clock = clock;
  }

  boolean isUsed(String runtimeClass) {
    Instant now = clock.instant();
    if (usedUntil.getOrDefault(runtimeClass, Instant.MIN).isAfter(now)) {
      return true;
    }
    boolean isUsed = pods.isUsed(runtimeClass);
    if (!isUsed) {
      usedUntil.remove(runtimeClass);
    } else if (usedUntil.put(runtimeClass, now.plus(recheck)) == null) {
      LOG.infof("RuntimeClass %s: kept, because pods use it", runtimeClass);
    }
    return isUsed;
  }

  /** When the answer should be looked for again. */
  Instant nextCheck() {
    return clock.instant().plus(recheck);
  }
}
