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

/** Who waits is served soon, and no registry is asked in a hurry. */
class NextLookTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final VerificationSchedule NEXT =
      new VerificationSchedule(
          new RefreshIntervals(
              Duration.ofMinutes(15), Duration.ofSeconds(15), Duration.ofSeconds(3)));
  private static final Verification NEVER =
      new Verification(
          ImageReference.parse("app:v1"), Optional.empty(), Optional.empty(), Map.of(), "");

  @Test
  void aNewImageIsLookedAtAtOnce() {
    assertThat(NEXT.at(NEVER, NOW, Set.of("a"), VerificationAttempt.NONE)).isBefore(NOW);
    assertThat(NEXT.closely(NEVER, NOW, VerificationAttempt.NONE, NOW)).isTrue();
  }

  @Test
  void aKnownOneAfterTheInterval() {
    assertThat(NEXT.at(checked(""), NOW.minusSeconds(60), Set.of("a"), looked()))
        .isEqualTo(NOW.plus(Duration.ofMinutes(15)));
    // what it stands for is asked, its signatures are not read again
    assertThat(NEXT.closely(checked(""), NOW.minusSeconds(60), looked(), NOW)).isFalse();
    assertThat(NEXT.closely(checked(""), NOW, looked(), NOW.plus(Duration.ofHours(13)))).isTrue();
  }

  @Test
  void anUnsignedOneSoonAfterSomebodyTriesAgain() {
    Instant wanted = NOW.plusSeconds(1);
    assertThat(NEXT.at(checked("no"), wanted, Set.of("a"), looked())).isEqualTo(NOW.plusSeconds(3));
    assertThat(NEXT.closely(checked("no"), wanted, looked(), wanted)).isTrue();
  }

  @Test
  void aNewSignerSoon() {
    assertThat(NEXT.at(checked(""), NOW.minusSeconds(60), Set.of("a", "b"), looked()))
        .isEqualTo(NOW.plusSeconds(3));
  }

  @Test
  void aRegistryThatIsAwayLessAndLessOften() {
    VerificationAttempt last = looked();
    Duration before = Duration.ZERO;
    for (int i = 0; i < 10; i++) {
      last = last.failed(NOW, Optional.empty());
      Duration pause =
          Duration.between(NOW, NEXT.at(checked(""), NOW.minusSeconds(60), Set.of("a"), last));
      assertThat(pause).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(Duration.ofMinutes(15));
      before = pause;
    }
    assertThat(before).isEqualTo(Duration.ofMinutes(15));
    // but for who waits; and never before the registry wants to be asked
    assertThat(NEXT.at(NEVER, NOW.plusSeconds(1), Set.of("a"), last)).isEqualTo(NOW.plusSeconds(3));
    assertThat(
            NEXT.at(
                NEVER,
                NOW.plusSeconds(1),
                Set.of("a"),
                last.failed(NOW, Optional.of(NOW.plusSeconds(600)))))
        .isEqualTo(NOW.plusSeconds(600));
  }

  private static VerificationAttempt looked() {
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
