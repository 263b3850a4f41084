// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * SOCK-2, SOCK-6: the current and earlier digests of a tag, for how long they count, and how many.
 */
class ResolvedReferenceTest {
  static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  static String digest(int of) {
    return "sha256:" + "%064x".formatted(of);
  }

  static ResolvedDigest version(int of, Instant seen) {
    return new ResolvedDigest(digest(of), Set.of(digest(of + 1000)), seen);
  }

  private static Instant day(int number) {
    return START.plus(Duration.ofDays(number));
  }

  @Test
  void keepsOldDigestForThirtyDays() {
    ResolvedReference tag =
        ResolvedReference.NEVER
            .withDigest(version(1, day(0)))
            .withDigest(version(1, day(2)))
            .withDigest(version(2, day(3)));

    assertThat(tag.current().orElseThrow().digest()).isEqualTo(digest(2));
    assertThat(tag.includes(digest(1), day(4))).isTrue();
    assertThat(tag.includes(digest(1001), day(4))).isTrue();
    ResolvedReference later = tag.withDigest(version(2, day(31)));
    assertThat(later.includes(digest(1), day(31))).isTrue();
    assertThat(later.includes(digest(1), day(33))).isFalse();
    assertThat(later.withDigest(version(2, day(33))).versions()).hasSize(1);
  }

  @Test
  void tagThatMovesBackIsOneVersion() {
    ResolvedReference tag =
        ResolvedReference.NEVER
            .withDigest(version(1, day(0)))
            .withDigest(version(2, day(1)))
            .withDigest(version(1, day(2)));

    assertThat(tag.versions())
        .extracting(ResolvedDigest::digest)
        .containsExactly(digest(1), digest(2));
  }

  @Test
  void resultsCountForAWeekWithoutRegistry() {
    ResolvedReference tag =
        ResolvedReference.NEVER.withDigest(version(1, day(0))).withProblem("connection refused");

    assertThat(tag.includes(digest(1), day(7))).isTrue();
    assertThat(tag.isStale(day(7))).isFalse();
    assertThat(tag.isStale(day(8))).isTrue();
    assertThat(tag.includes(digest(1), day(8))).isFalse();
    assertThat(tag.problem()).isEqualTo("connection refused");
    assertThat(tag.withDigest(version(1, day(9))).includes(digest(1), day(9))).isTrue();
  }

  @Test
  void keepsDigestOfDeletedTagForThirtyDays() {
    ResolvedReference tag =
        ResolvedReference.NEVER.withDigest(version(1, day(0))).withoutDigest(day(5));

    assertThat(tag.isKnown()).isTrue();
    assertThat(tag.includes(digest(1), day(5))).isTrue();
    assertThat(tag.withoutDigest(day(30)).versions()).isEmpty();
    assertThat(ResolvedReference.NEVER.withoutDigest(day(0)).current()).isEmpty();
  }

  @Test
  void limitsVersionsOfTag() {
    ResolvedReference tag = ResolvedReference.NEVER;
    for (int moves = 1; moves <= 60; moves++) {
      tag = tag.withDigest(version(moves - 1, START.plusSeconds(moves - 1)));

      assertThat(tag.versions()).hasSize(Math.min(moves, ResolvedReference.VERSIONS_MAX));
      assertThat(tag.current().orElseThrow().digest()).isEqualTo(digest(moves - 1));
    }
  }
}
