package dev.eci.policy.image;

import static dev.eci.policy.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.testing.Gen;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** SOCK-2, SOCK-6: what a tag stands for and stood for, for how long, and how much of it. */
class ResolvedTest {
  static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  static String digest(int of) {
    return "sha256:" + "%064x".formatted(of);
  }

  static Version version(int of, Instant seen) {
    return new Version(digest(of), Set.of(digest(of + 1000)), seen);
  }

  private static Instant day(int number) {
    return START.plus(Duration.ofDays(number));
  }

  @Test
  void aTagThatMovedLeavesTheOldCopyForThirtyDays() {
    Resolved tag =
        Resolved.NEVER.seen(version(1, day(0))).seen(version(1, day(2))).seen(version(2, day(3)));

    assertThat(tag.current().orElseThrow().digest()).isEqualTo(digest(2));
    assertThat(tag.holds(digest(1), day(4))).isTrue();
    assertThat(tag.holds(digest(1001), day(4))).isTrue();
    Resolved later = tag.seen(version(2, day(31)));
    assertThat(later.holds(digest(1), day(31))).isTrue();
    assertThat(later.holds(digest(1), day(33))).isFalse();
    assertThat(later.seen(version(2, day(33))).versions()).hasSize(1);
  }

  @Test
  void aTagThatMovesBackIsOneVersion() {
    Resolved tag =
        Resolved.NEVER.seen(version(1, day(0))).seen(version(2, day(1))).seen(version(1, day(2)));

    assertThat(tag.versions()).extracting(Version::digest).containsExactly(digest(1), digest(2));
  }

  @Test
  void answersAreGoodForAWeekWithoutTheRegistry() {
    Resolved tag = Resolved.NEVER.seen(version(1, day(0))).failed("connection refused");

    assertThat(tag.holds(digest(1), day(7))).isTrue();
    assertThat(tag.stale(day(7))).isFalse();
    assertThat(tag.stale(day(8))).isTrue();
    assertThat(tag.holds(digest(1), day(8))).isFalse();
    assertThat(tag.problem()).isEqualTo("connection refused");
    assertThat(tag.seen(version(1, day(9))).holds(digest(1), day(9))).isTrue();
  }

  @Test
  void aTagThatWasTakenAwayIsRememberedAsLongAsOneThatMoved() {
    Resolved tag = Resolved.NEVER.seen(version(1, day(0))).missing(day(5));

    assertThat(tag.known()).isTrue();
    assertThat(tag.holds(digest(1), day(5))).isTrue();
    assertThat(tag.missing(day(30)).versions()).isEmpty();
    assertThat(Resolved.NEVER.missing(day(0)).current()).isEmpty();
  }

  @Test
  void howeverOftenItMovesItStaysSmall() {
    forAll(1000, Gen.ints(1, 60))
        .holds(moves -> {
          Resolved tag =
              IntStream.range(0, moves)
                  .boxed()
                  .reduce(
                      Resolved.NEVER,
                      (known, i) -> known.seen(version(i, START.plusSeconds(i))),
                      (a, b) -> b);

          assertThat(tag.versions()).hasSize(Math.min(moves, Resolved.VERSIONS_MAX));
          assertThat(tag.current().orElseThrow().digest()).isEqualTo(digest(moves - 1));
        });
  }
}
