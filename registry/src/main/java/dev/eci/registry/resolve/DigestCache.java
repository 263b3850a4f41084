// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry.resolve;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.ResolvedReference;
import dev.eci.registry.RegistryException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Resolved digests, in memory and refreshed by the cache's own threads: a caller gets what is known
 * right now and never waits for a registry.
 */
public final class DigestCache implements AutoCloseable {
  /** How long an unlisted reference is refreshed after its last request. */
  public static final Duration REQUEST_LIFETIME = RefreshSchedule.REQUEST_LIFETIME;

  private static final int AT_ONCE = 4;
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final DigestResolver digestResolver;
  private final InstantSource clock;
  private final BiConsumer<String, ResolvedReference> listener;
  private final RefreshSchedule refreshSchedule;
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private final Thread thread;
  private ResolvedImages known;
  private boolean closed;

  /**
   * Starts to resolve.
   *
   * @param known from an earlier run
   * @param listener receives each result and failure, on a thread of its own
   */
  public DigestCache(
      DigestResolver digestResolver,
      RefreshIntervals refreshIntervals,
      InstantSource clock,
      ResolvedImages known,
      BiConsumer<String, ResolvedReference> listener) {
    this.digestResolver = digestResolver;
    this.clock = clock;
    this.known = known;
    this.listener = listener;
    this.refreshSchedule = new RefreshSchedule(refreshIntervals, RandomGenerator.getDefault());
    known.byReference().keySet().stream()
        .flatMap(key -> ImageReference.tryParse(key).stream())
        .forEach(image -> refreshSchedule.request(image, clock.instant()));
    this.thread = Thread.ofPlatform().daemon().name("registries").start(this::loop);
  }

  /** What is known right now. */
  public synchronized ResolvedImages snapshot() {
    return known;
  }

  /** Sets the references that policies list by tag. */
  public synchronized void list(Collection<ImageReference> images) {
    refreshSchedule.list(images, clock.instant());
    forgetOthers();
    notifyAll();
  }

  /**
   * Requests that these references are resolved now, and waits until the running requests have
   * ended.
   *
   * @param timeout zero: does not wait
   */
  public synchronized void requestResolution(Collection<ImageReference> images, Duration timeout) {
    Instant now = clock.instant();
    images.forEach(image -> refreshSchedule.request(image, now));
    notifyAll();
    long end = System.nanoTime() + timeout.toNanos();
    try {
      while (!closed && images.stream().anyMatch(image -> refreshSchedule.isUnderWay(image, now))) {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    thread.interrupt();
    notifyAll();
  }

  private void loop() {
    try {
      for (List<ImageReference> due = due(); !due.isEmpty(); due = due()) {
        for (ImageReference image : due) {
          slots.acquire();
          Thread.ofVirtual().start(() -> resolveAndRelease(image));
        }
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  /** Waits until a reference is due; empty once the cache is closed. */
  private synchronized List<ImageReference> due() throws InterruptedException {
    while (!closed) {
      Instant now = clock.instant();
      List<ImageReference> due = refreshSchedule.start(now);
      if (!due.isEmpty()) {
        return due;
      }
      Duration pause = refreshSchedule.next().map(next -> Duration.between(now, next)).orElse(IDLE);
      wait(Math.clamp(pause.toMillis(), 1, IDLE.toMillis()));
    }
    return List.of();
  }

  private void resolveAndRelease(ImageReference image) {
    try {
      resolve(image);
    } finally {
      slots.release();
    }
  }

  private void resolve(ImageReference image) {
    String key = ResolvedImages.key(image);
    ResolvedReference before = snapshot().byReference().getOrDefault(key, ResolvedReference.NEVER);
    ResolvedReference after;
    Optional<Instant> notBefore = Optional.empty();
    boolean failed = false;
    try {
      after = digestResolver.resolve(image, before);
    } catch (IOException | RuntimeException e) {
      failed = true;
      notBefore = e instanceof RegistryException problem ? problem.notBefore() : notBefore;
      after = before.withProblem(String.valueOf(e.getMessage()));
    }
    synchronized (this) {
      if (failed) {
        refreshSchedule.failed(image, notBefore, clock.instant());
      } else {
        refreshSchedule.resolved(image, clock.instant());
      }
      known = known.withResolved(key, after);
      forgetOthers();
      notifyAll();
    }
    listener.accept(key, after);
  }

  private void forgetOthers() {
    var keys = refreshSchedule.keys();
    known =
        new ResolvedImages(
            known.byReference().entrySet().stream()
                .filter(entry -> keys.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }
}
