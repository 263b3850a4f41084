// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.image.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a reference is resolved, and how many are tracked. */
class RefreshScheduleTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final RefreshIntervals PACE =
      new RefreshIntervals(Duration.ofMinutes(15), Duration.ofSeconds(15), Duration.ofSeconds(10));
  private static final ImageReference CLI = ImageReference.parse("docker:cli");
  private static final ImageReference TOOL = ImageReference.parse("tool:1");

  private final RefreshSchedule refreshSchedule = new RefreshSchedule(PACE, new Random(1));

  private static Instant second(long number) {
    return START.plusSeconds(number);
  }

  @Test
  void resolvesListedImagesAtOnceAndThenAtIntervals() {
    refreshSchedule.list(List.of(CLI), START);

    assertThat(refreshSchedule.start(START)).containsExactly(CLI);
    assertThat(refreshSchedule.start(second(5))).isEmpty();
    refreshSchedule.resolved(CLI, second(5));
    assertThat(refreshSchedule.start(second(5 + 800))).isEmpty();
    assertThat(refreshSchedule.start(second(5 + 1000))).containsExactly(CLI);
  }

  @Test
  void backsOffAfterFailures() {
    refreshSchedule.list(List.of(CLI), START);
    Instant now = START;
    for (int seconds : List.of(15, 30, 60, 120)) {
      assertThat(refreshSchedule.start(now)).containsExactly(CLI);
      refreshSchedule.failed(CLI, Optional.empty(), now);
      assertThat(refreshSchedule.start(now.plusSeconds(seconds * 8 / 10))).isEmpty();
      now = now.plusSeconds(seconds * 12 / 10);
    }
    for (int i = 0; i < 20; i++) {
      refreshSchedule.failed(CLI, Optional.empty(), now);
    }
    assertThat(refreshSchedule.next().orElseThrow()).isBefore(now.plus(Duration.ofMinutes(17)));
  }

  @Test
  void honorsEarliestRetryOfRegistry() {
    refreshSchedule.list(List.of(CLI), START);
    refreshSchedule.start(START);
    refreshSchedule.failed(CLI, Optional.of(second(3600)), START);

    assertThat(refreshSchedule.start(second(3599))).isEmpty();
    assertThat(refreshSchedule.start(second(3600))).containsExactly(CLI);
  }

  @Test
  void requestsHastenRefreshOnlyOnce() {
    refreshSchedule.list(List.of(CLI), START);
    refreshSchedule.start(START);
    refreshSchedule.resolved(CLI, START);

    refreshSchedule.request(CLI, second(1));
    refreshSchedule.request(CLI, second(2));
    assertThat(refreshSchedule.start(second(9))).isEmpty();
    assertThat(refreshSchedule.start(second(10))).containsExactly(CLI);
  }

  @Test
  void forgetsUnlistedImagesAfterAWeek() {
    refreshSchedule.list(List.of(CLI), START);
    refreshSchedule.list(List.of(TOOL), second(1));
    assertThat(refreshSchedule.keys()).hasSize(2);

    refreshSchedule.list(List.of(TOOL), START.plus(Duration.ofDays(8)));

    assertThat(refreshSchedule.keys()).containsExactly("docker.io/library/tool:1");
  }

  @Test
  void limitsUnlistedImagesAndKeepsListedOnes() {
    refreshSchedule.list(List.of(CLI), START);
    IntStream.range(0, 2000)
        .forEach(i -> refreshSchedule.request(ImageReference.parse("docker:" + i), second(i)));

    assertThat(refreshSchedule.keys())
        .hasSize(RefreshSchedule.UNLISTED_MAX + 1)
        .contains("docker.io/library/docker:cli", "docker.io/library/docker:1999");
  }
}
