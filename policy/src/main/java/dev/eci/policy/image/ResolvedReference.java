package dev.eci.policy.image;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of one reference (SOCK-2): what it stands for, and what it stood for before, since
 * a copy that was pulled last week is still the image that was allowed.
 *
 * @param versions newest first; none: the registry holds nothing under that reference
 * @param checked when the registry last answered; empty: never
 * @param problem why it did not answer the last time; empty if it did
 */
public record ResolvedReference(
    List<ResolvedDigest> versions, Optional<Instant> checked, String problem) {
  /** How many versions of a tag count. */
  public static final int VERSIONS_MAX = 8;

  /** How long a version counts after the tag has moved on. */
  public static final Duration HISTORY = Duration.ofDays(30);

  /** How long answers hold while the registry is away. */
  public static final Duration STALE = Duration.ofDays(7);

  public static final ResolvedReference NEVER =
      new ResolvedReference(List.of(), Optional.empty(), "");

  public ResolvedReference {
    versions = versions.stream().limit(VERSIONS_MAX).toList();
  }

  /** The registry answered. */
  public ResolvedReference seen(ResolvedDigest resolvedDigest) {
    List<ResolvedDigest> next =
        Stream.concat(
                Stream.of(resolvedDigest),
                versions.stream().filter(v -> !v.digest().equals(resolvedDigest.digest())))
            .filter(v -> v.seen().plus(HISTORY).isAfter(resolvedDigest.seen()))
            .toList();
    return new ResolvedReference(next, Optional.of(resolvedDigest.seen()), "");
  }

  /** The registry answered that it holds nothing under the reference (any more). */
  public ResolvedReference missing(Instant now) {
    return new ResolvedReference(
        versions.stream().filter(v -> v.seen().plus(HISTORY).isAfter(now)).toList(),
        Optional.of(now),
        "");
  }

  /** The registry did not answer, or not so that it can be believed. */
  public ResolvedReference failed(String why) {
    return new ResolvedReference(versions, checked, why);
  }

  public boolean isKnown() {
    return checked.isPresent();
  }

  /** Whether too much time has passed for the answers to be believed. */
  public boolean isStale(Instant now) {
    return checked.map(at -> at.plus(STALE).isBefore(now)).orElse(false);
  }

  /** What the reference stands for. */
  public Optional<ResolvedDigest> current() {
    return versions.stream().findFirst();
  }

  /** Whether the content is one that counts. The newest counts for as long as it is not stale. */
  public boolean includes(String digest, Instant now) {
    return !isStale(now)
        && versions.stream()
            .filter(v -> v.equals(versions.getFirst()) || v.seen().plus(HISTORY).isAfter(now))
            .anyMatch(v -> v.includes(digest));
  }
}
