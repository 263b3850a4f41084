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
 * What is to be asked and when. Listed references are asked for as long as they are listed; others
 * (an any-tag entry's) for as long as somebody wanted to know within a week, and only so many, the
 * ones wanted last. Not thread-safe, and without a clock.
 */
final class Agenda {
  static final int UNLISTED_MAX = 512;
  static final Duration WANTED = Duration.ofDays(7);

  private final Pace pace;
  private final RandomGenerator random;
  private final Map<String, Entry> entries = new HashMap<>();

  Agenda(Pace pace, RandomGenerator random) {
    this.pace = pace;
    this.random = random;
  }

  /** What policies list from now on. */
  void list(Collection<ImageReference> images, Instant now) {
    Map<String, ImageReference> listed =
        images.stream().collect(Collectors.toMap(ResolvedImages::key, i -> i, (a, b) -> a));
    entries.replaceAll((key, entry) -> entry.listed(listed.containsKey(key)));
    listed.forEach((key, image) -> entries.putIfAbsent(key, Entry.of(image, true, now)));
    bound(now);
  }

  /** Whether it is being asked, or about to be. */
  boolean isUnderWay(ImageReference image, Instant now) {
    Entry entry = entries.get(ResolvedImages.key(image));
    return entry != null && (entry.running() || !entry.due().isAfter(now));
  }

  /** Somebody waits for it, so it is asked soon, but not by everybody who waits. */
  void want(ImageReference image, Instant now) {
    entries.merge(
        ResolvedImages.key(image),
        Entry.of(image, false, now),
        (entry, ignored) ->
            entry.wanted(
                now,
                entry.asked().equals(Instant.MIN)
                    ? now
                    : latest(now, entry.asked().plus(pace.eager()))));
    bound(now);
  }

  /** What is due, marked as being asked. */
  List<ImageReference> start(Instant now) {
    List<Entry> due =
        entries.values().stream().filter(e -> !e.running() && !e.due().isAfter(now)).toList();
    due.forEach(entry -> change(entry.image(), e -> e.started(now)));
    return due.stream().map(Entry::image).toList();
  }

  void answered(ImageReference image, Instant now) {
    change(image, entry -> entry.answered(pace.afterAnswer(now, random)));
  }

  void failed(ImageReference image, Optional<Instant> notBefore, Instant now) {
    change(
        image,
        entry -> entry.failed(pace.afterFailure(now, entry.failures() + 1, notBefore, random)));
  }

  /** When something is due next. */
  Optional<Instant> next() {
    return entries.values().stream()
        .filter(entry -> !entry.running())
        .map(Entry::due)
        .min(Comparator.naturalOrder());
  }

  Set<String> keys() {
    return Set.copyOf(entries.keySet());
  }

  private void change(ImageReference image, UnaryOperator<Entry> change) {
    entries.computeIfPresent(ResolvedImages.key(image), (key, entry) -> change.apply(entry));
  }

  private void bound(Instant now) {
    entries.values().removeIf(e -> !e.listed() && e.wanted().plus(WANTED).isBefore(now));
    List<Entry> unlisted =
        entries.values().stream()
            .filter(entry -> !entry.listed())
            .sorted(Comparator.comparing((Entry entry) -> entry.wanted()).reversed())
            .toList();
    unlisted.stream()
        .skip(UNLISTED_MAX)
        .forEach(entry -> entries.remove(ResolvedImages.key(entry.image())));
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
