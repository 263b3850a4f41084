// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.imagesignatures;

import dev.eci.policy.imagetrust.Verification;
import dev.eci.registry.RegistryException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Runs verifications on its own threads, a few at a time, and keeps their results. */
final class VerificationRunner {
  private static final int AT_ONCE = 6;

  private final InstantSource clock;
  private final RegistrySlots slots = new RegistrySlots(AT_ONCE);
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final Map<String, VerificationAttempt> last = new ConcurrentHashMap<>();

  VerificationRunner(InstantSource clock) {
    this.clock = clock;
  }

  /** One verification. */
  @FunctionalInterface
  interface Check {
    Verification run() throws IOException;
  }

  VerificationAttempt last(String name) {
    return last.getOrDefault(name, VerificationAttempt.NONE);
  }

  boolean isRunning(String name) {
    return running.contains(name);
  }

  void forget(String name) {
    last.remove(name);
  }

  /**
   * Starts a verification, unless one is running.
   *
   * @param before what stays known if it fails
   * @param isNamed whether a policy's authority names the image's registry
   * @param done receives the result
   */
  void start(
      String name,
      boolean full,
      Check check,
      Verification before,
      boolean isNamed,
      Consumer<Verification> done) {
    if (running.add(name)) {
      Thread.ofVirtual().name("check").start(() -> run(name, full, check, before, isNamed, done));
    }
  }

  private void run(
      String name,
      boolean full,
      Check check,
      Verification before,
      boolean isNamed,
      Consumer<Verification> done) {
    String registry = before.image().domain();
    Verification found;
    try {
      RegistrySlots.Slot slot = slots.acquire(registry, isNamed);
      try {
        found = check.run();
        slots.report(registry, true);
        last.merge(
            name,
            VerificationAttempt.NONE.succeeded(clock.instant(), full),
            (verificationAttempt, ignored) -> verificationAttempt.succeeded(clock.instant(), full));
      } catch (IOException | RuntimeException e) {
        // any other failure may be the fault of one image's name, which the authors of pods choose
        if (e instanceof RegistryException failed && failed.isUnreachable()) {
          slots.report(registry, false);
        }
        Optional<java.time.Instant> notBefore =
            e instanceof RegistryException problem ? problem.notBefore() : Optional.empty();
        last.put(name, last(name).failed(clock.instant(), notBefore));
        found =
            new Verification(
                before.image(),
                before.digest(),
                before.checked(),
                before.results(),
                String.valueOf(e.getMessage()));
      } finally {
        slot.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } finally {
      running.remove(name);
    }
    done.accept(found);
  }
}
