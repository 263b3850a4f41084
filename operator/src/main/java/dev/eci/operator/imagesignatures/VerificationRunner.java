package dev.eci.operator.imagesignatures;

import dev.eci.policy.imagetrust.Verification;
import dev.eci.registry.RegistryException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Runs looks on threads of their own, a few at a time, and remembers how they went. */
final class VerificationRunner {
  private static final int AT_ONCE = 4;

  private final InstantSource clock;
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final Map<String, VerificationAttempt> last = new ConcurrentHashMap<>();

  VerificationRunner(InstantSource clock) {
    this.clock = clock;
  }

  /** One look. */
  @FunctionalInterface
  interface Look {
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
   * Starts one, unless it runs.
   *
   * @param before what stays known if it fails
   * @param done told what is known then
   */
  void start(
      String name, boolean closely, Look look, Verification before, Consumer<Verification> done) {
    if (running.add(name)) {
      Thread.ofVirtual().name("look").start(() -> run(name, closely, look, before, done));
    }
  }

  private void run(
      String name, boolean closely, Look look, Verification before, Consumer<Verification> done) {
    Verification found;
    try {
      slots.acquire();
      try {
        found = look.run();
        last.merge(
            name,
            VerificationAttempt.NONE.succeeded(clock.instant(), closely),
            (verificationAttempt, ignored) ->
                verificationAttempt.succeeded(clock.instant(), closely));
      } catch (IOException | RuntimeException e) {
        Optional<java.time.Instant> again =
            e instanceof RegistryException problem ? problem.notBefore() : Optional.empty();
        last.put(name, last(name).failed(clock.instant(), again));
        found =
            new Verification(
                before.image(),
                before.digest(),
                before.checked(),
                before.results(),
                String.valueOf(e.getMessage()));
      } finally {
        slots.release();
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
