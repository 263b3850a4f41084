// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry.resolve;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.ResolvedImages;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Which references are resolved, and when. A listed reference is refreshed for as long as it is
 * listed. Others (of entries for all tags) are refreshed for a week after their last request, and
 * only a limited number of them, the ones requested last. Not thread-safe, and without a clock.
 */
final class RefreshSchedule {
  static final int UNLISTED_MAX = 512;
  static final Duration REQUEST_LIFETIME = Duration.ofDays(7);

  private final RefreshIntervals refreshIntervals;
  private final RandomGenerator random;
  private final Map<String, TrackedReference> entries = new HashMap<>();

  RefreshSchedule(RefreshIntervals refreshIntervals, RandomGenerator random) {
    this.refreshIntervals = refreshIntervals;
    this.random = random;
  }

  /** Sets the references that policies list. */
  void list(Collection<ImageReference> images, Instant now) {
    Map<String, ImageReference> listed =
        images.stream().collect(Collectors.toMap(ResolvedImages::key, i -> i, (a, b) -> a));
    entries.replaceAll((key, trackedReference) -> trackedReference.listed(listed.containsKey(key)));
    listed.forEach((key, image) -> entries.putIfAbsent(key, TrackedReference.of(image, true, now)));
    bound(now);
  }

  /** Whether it is being resolved, or is due. */
  boolean isUnderWay(ImageReference image, Instant now) {
    TrackedReference trackedReference = entries.get(ResolvedImages.key(image));
    return trackedReference != null
        && (trackedReference.running() || !trackedReference.due().isAfter(now));
  }

  /**
   * A caller waits for this reference, so it is resolved soon. Several waiting callers cause one
   * request.
   */
  void request(ImageReference image, Instant now) {
    entries.merge(
        ResolvedImages.key(image),
        TrackedReference.of(image, false, now),
        (trackedReference, ignored) ->
            trackedReference.requested(
                now,
                trackedReference.lastQuery().equals(Instant.MIN)
                    ? now
                    : latest(now, trackedReference.lastQuery().plus(refreshIntervals.eager()))));
    bound(now);
  }

  /** The references that are due, marked as running. */
  List<ImageReference> start(Instant now) {
    List<TrackedReference> due =
        entries.values().stream().filter(e -> !e.running() && !e.due().isAfter(now)).toList();
    due.forEach(trackedReference -> change(trackedReference.image(), e -> e.started(now)));
    return due.stream().map(TrackedReference::image).toList();
  }

  void resolved(ImageReference image, Instant now) {
    change(
        image,
        trackedReference -> trackedReference.resolved(refreshIntervals.afterSuccess(now, random)));
  }

  void failed(ImageReference image, Optional<Instant> notBefore, Instant now) {
    change(
        image,
        trackedReference ->
            trackedReference.failed(
                refreshIntervals.afterFailure(
                    now, trackedReference.failures() + 1, notBefore, random)));
  }

  /** When the next reference is due. */
  Optional<Instant> next() {
    return entries.values().stream()
        .filter(trackedReference -> !trackedReference.running())
        .map(TrackedReference::due)
        .min(Comparator.naturalOrder());
  }

  Set<String> keys() {
    return Set.copyOf(entries.keySet());
  }

  private void change(ImageReference image, UnaryOperator<TrackedReference> change) {
    entries.computeIfPresent(
        ResolvedImages.key(image), (key, trackedReference) -> change.apply(trackedReference));
  }

  private void bound(Instant now) {
    entries
        .values()
        .removeIf(e -> !e.listed() && e.requested().plus(REQUEST_LIFETIME).isBefore(now));
    List<TrackedReference> unlisted =
        entries.values().stream()
            .filter(trackedReference -> !trackedReference.listed())
            .sorted(
                Comparator.comparing(
                        (TrackedReference trackedReference) -> trackedReference.requested())
                    .reversed())
            .toList();
    unlisted.stream()
        .skip(UNLISTED_MAX)
        .forEach(trackedReference -> entries.remove(ResolvedImages.key(trackedReference.image())));
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
