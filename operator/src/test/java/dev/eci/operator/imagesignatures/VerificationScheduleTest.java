// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.imagesignatures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.imagetrust.Verification;
import dev.eci.registry.resolve.RefreshIntervals;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A waiting pod gets a result soon, and no registry gets requests without a pause. */
class VerificationScheduleTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final VerificationSchedule NEXT =
      new VerificationSchedule(
          new RefreshIntervals(
              Duration.ofMinutes(15), Duration.ofSeconds(15), Duration.ofSeconds(3)));
  private static final Verification NEVER =
      new Verification(
          ImageReference.parse("app:v1"), Optional.empty(), Optional.empty(), Map.of(), "");

  @Test
  void checksNewImageAtOnce() {
    assertThat(NEXT.nextCheck(NEVER, NOW, Set.of("a"), VerificationAttempt.NONE)).isBefore(NOW);
    assertThat(NEXT.requiresFullCheck(NEVER, NOW, VerificationAttempt.NONE, NOW)).isTrue();
  }

  @Test
  void checksVerifiedImageAfterInterval() {
    assertThat(NEXT.nextCheck(checked(""), NOW.minusSeconds(60), Set.of("a"), attempt()))
        .isEqualTo(NOW.plus(Duration.ofMinutes(15)));
    // the digest is resolved, the signatures are not read again
    assertThat(NEXT.requiresFullCheck(checked(""), NOW.minusSeconds(60), attempt(), NOW)).isFalse();
    assertThat(NEXT.requiresFullCheck(checked(""), NOW, attempt(), NOW.plus(Duration.ofHours(13))))
        .isTrue();
  }

  @Test
  void checksUnsignedImageSoonAfterNewRequest() {
    Instant requested = NOW.plusSeconds(1);
    assertThat(NEXT.nextCheck(checked("no"), requested, Set.of("a"), attempt()))
        .isEqualTo(NOW.plusSeconds(3));
    assertThat(NEXT.requiresFullCheck(checked("no"), requested, attempt(), requested)).isTrue();
  }

  @Test
  void checksSoonAfterNewSigner() {
    assertThat(NEXT.nextCheck(checked(""), NOW.minusSeconds(60), Set.of("a", "b"), attempt()))
        .isEqualTo(NOW.plusSeconds(3));
  }

  @Test
  void backsOffWhileRegistryIsUnavailable() {
    VerificationAttempt last = attempt();
    Duration before = Duration.ZERO;
    for (int i = 0; i < 10; i++) {
      last = last.failed(NOW, Optional.empty());
      Duration pause =
          Duration.between(
              NOW, NEXT.nextCheck(checked(""), NOW.minusSeconds(60), Set.of("a"), last));
      assertThat(pause).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(Duration.ofMinutes(15));
      before = pause;
    }
    assertThat(before).isEqualTo(Duration.ofMinutes(15));
    // sooner only for a waiting pod, and never before the registry allows it
    assertThat(NEXT.nextCheck(NEVER, NOW.plusSeconds(1), Set.of("a"), last))
        .isEqualTo(NOW.plusSeconds(3));
    assertThat(
            NEXT.nextCheck(
                NEVER,
                NOW.plusSeconds(1),
                Set.of("a"),
                last.failed(NOW, Optional.of(NOW.plusSeconds(600)))))
        .isEqualTo(NOW.plusSeconds(600));
  }

  private static VerificationAttempt attempt() {
    return VerificationAttempt.NONE.succeeded(NOW, true);
  }

  private static Verification checked(String reason) {
    return new Verification(
        ImageReference.parse("app:v1"),
        Optional.of("sha256:" + "1".repeat(64)),
        Optional.of(NOW),
        Map.of("a", reason),
        "");
  }
}
