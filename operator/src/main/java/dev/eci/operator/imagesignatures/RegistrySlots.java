// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.imagesignatures;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The verifications that run at once. Names of images are chosen by the authors of pods, and a host
 * that does not respond keeps its slot for up to a minute. So registries that have not responded
 * yet share half of the slots, and no registry has more than half.
 */
final class RegistrySlots {
  private final int half;
  private final Semaphore all;
  private final Semaphore newcomers;
  private final Map<String, Semaphore> perRegistry = new ConcurrentHashMap<>();
  private final Set<String> responded = ConcurrentHashMap.newKeySet();

  RegistrySlots(int count) {
    half = count / 2;
    all = new Semaphore(count, true);
    newcomers = new Semaphore(half, true);
  }

  /** A slot that is used; closed when the verification has ended. */
  @FunctionalInterface
  interface Slot extends AutoCloseable {
    @Override
    void close();
  }

  /** Waits for a slot. */
  Slot acquire(String registry) throws InterruptedException {
    Semaphore own =
        responded.contains(registry)
            ? perRegistry.computeIfAbsent(registry, any -> new Semaphore(half, true))
            : newcomers;
    own.acquire();
    try {
      all.acquire();
    } catch (InterruptedException e) {
      own.release();
      throw e;
    }
    return () -> {
      all.release();
      own.release();
    };
  }

  /** What the last verification with that registry found: a host that fails is a newcomer again. */
  void report(String registry, boolean hasResponded) {
    if (hasResponded) {
      responded.add(registry);
    } else {
      responded.remove(registry);
    }
  }
}
