// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.ResolvedDigest;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.ResolvedReference;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is known, while registries respond, fail and hang. */
class DigestCacheTest {
  private static final ImageReference CLI = ImageReference.parse("docker:cli");
  private static final String KEY = "docker.io/library/docker:cli";
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final RefreshIntervals QUICK =
      new RefreshIntervals(Duration.ofMillis(50), Duration.ofMillis(20), Duration.ofMillis(1));

  private final LinkedBlockingQueue<ResolvedReference> reported = new LinkedBlockingQueue<>();

  private DigestCache start(DigestResolver digestResolver, ResolvedImages known) {
    return new DigestCache(
        digestResolver,
        QUICK,
        InstantSource.system(),
        known,
        (key, resolvedReference) -> reported.add(resolvedReference));
  }

  private ResolvedReference next() throws InterruptedException {
    ResolvedReference next = reported.poll(20, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  private static ResolvedReference answer(ResolvedReference before) {
    return before.withDigest(new ResolvedDigest(DIGEST, Set.of(), Instant.now()));
  }

  @Test
  void resolvesListedImagesRepeatedly() throws Exception {
    try (DigestCache images = start((image, before) -> answer(before), ResolvedImages.NONE)) {
      images.list(List.of(CLI));

      next();
      next();
      assertThat(images.snapshot().find(CLI).orElseThrow().current().orElseThrow().digest())
          .isEqualTo(DIGEST);
    }
  }

  @Test
  void keepsKnownDigestsAfterFailure() throws Exception {
    ResolvedImages before = ResolvedImages.NONE.withResolved(KEY, answer(ResolvedReference.NEVER));
    DigestResolver away =
        (image, known) -> {
          throw new IOException("connection refused");
        };
    try (DigestCache images = start(away, before)) {
      images.list(List.of(CLI));

      assertThat(next().problem()).isEqualTo("connection refused");
      assertThat(images.snapshot().find(CLI).orElseThrow().includes(DIGEST, Instant.now()))
          .isTrue();
    }
  }

  @Test
  void answersFromCacheWhenRegistryHangs() throws Exception {
    CountDownLatch hung = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    DigestResolver hangs =
        (image, known) -> {
          hung.countDown();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return known;
        };
    try (DigestCache images =
        start(hangs, ResolvedImages.NONE.withResolved(KEY, answer(ResolvedReference.NEVER)))) {
      images.list(List.of(CLI));
      assertThat(hung.await(20, TimeUnit.SECONDS)).isTrue();

      images.requestResolution(List.of(CLI), Duration.ofMillis(10));
      assertThat(images.snapshot().find(CLI)).isPresent();
    } finally {
      end.countDown();
    }
  }

  @Test
  void firstRequestWaitsForResult() throws Exception {
    try (DigestCache images = start((image, before) -> answer(before), ResolvedImages.NONE)) {
      images.requestResolution(List.of(CLI), Duration.ofSeconds(20));

      assertThat(images.snapshot().find(CLI)).isPresent();
    }
  }
}
