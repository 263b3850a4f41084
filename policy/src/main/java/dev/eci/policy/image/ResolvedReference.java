// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of one reference (SOCK-2): its digest, and earlier ones, because a copy that was
 * pulled last week is still the image that was allowed.
 *
 * @param versions newest first; none: the registry has nothing under that reference
 * @param checked when the registry last responded; empty: never
 * @param problem why it did not respond the last time; empty if it did
 */
public record ResolvedReference(
    List<ResolvedDigest> versions, Optional<Instant> checked, String problem) {
  /** How many digests of a tag count. */
  public static final int VERSIONS_MAX = 8;

  /** How long a digest counts after the tag has moved on. */
  public static final Duration HISTORY = Duration.ofDays(30);

  /** How long responses count while the registry is unavailable. */
  public static final Duration STALE = Duration.ofDays(7);

  public static final ResolvedReference NEVER =
      new ResolvedReference(List.of(), Optional.empty(), "");

  public ResolvedReference {
    versions = versions.stream().limit(VERSIONS_MAX).toList();
  }

  /** The registry responded with a digest. */
  public ResolvedReference withDigest(ResolvedDigest resolvedDigest) {
    List<ResolvedDigest> next =
        Stream.concat(
                Stream.of(resolvedDigest),
                versions.stream().filter(v -> !v.digest().equals(resolvedDigest.digest())))
            .filter(v -> v.seen().plus(HISTORY).isAfter(resolvedDigest.seen()))
            .toList();
    return new ResolvedReference(next, Optional.of(resolvedDigest.seen()), "");
  }

  /** The registry responded that it has nothing under the reference (any more). */
  public ResolvedReference withoutDigest(Instant now) {
    return new ResolvedReference(
        versions.stream().filter(v -> v.seen().plus(HISTORY).isAfter(now)).toList(),
        Optional.of(now),
        "");
  }

  /** The registry did not respond, or its response was invalid. */
  public ResolvedReference withProblem(String why) {
    return new ResolvedReference(versions, checked, why);
  }

  public boolean isKnown() {
    return checked.isPresent();
  }

  /** Whether the last response is too old to be used. */
  public boolean isStale(Instant now) {
    return checked.map(at -> at.plus(STALE).isBefore(now)).orElse(false);
  }

  /** The newest digest. */
  public Optional<ResolvedDigest> current() {
    return versions.stream().findFirst();
  }

  /** Whether the digest counts. The newest one counts for as long as it is not stale. */
  public boolean includes(String digest, Instant now) {
    return !isStale(now)
        && versions.stream()
            .filter(v -> v.equals(versions.getFirst()) || v.seen().plus(HISTORY).isAfter(now))
            .anyMatch(v -> v.includes(digest));
  }
}
