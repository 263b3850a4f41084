package dev.eci.registry.resolve;

import dev.eci.policy.image.ImageReference;
import java.time.Instant;

/**
 * One reference that is asked about.
 *
 * @param due when next
 * @param asked when last; before the first time {@link Instant#MIN}
 * @param wanted when somebody last wanted to know, for what is on no list
 */
record TrackedReference(
    ImageReference image,
    boolean listed,
    Instant due,
    Instant asked,
    Instant wanted,
    int failures,
    boolean running) {
  static TrackedReference of(ImageReference image, boolean listed, Instant now) {
    return new TrackedReference(image, listed, now, Instant.MIN, now, 0, false);
  }

  TrackedReference started(Instant now) {
    return new TrackedReference(image, listed, due, now, wanted, failures, true);
  }

  TrackedReference answered(Instant next) {
    return new TrackedReference(image, listed, next, asked, wanted, 0, false);
  }

  TrackedReference failed(Instant next) {
    return new TrackedReference(image, listed, next, asked, wanted, failures + 1, false);
  }

  TrackedReference listed(boolean now) {
    return new TrackedReference(image, now, due, asked, wanted, failures, running);
  }

  TrackedReference wanted(Instant now, Instant next) {
    return new TrackedReference(
        image, listed, next.isBefore(due) ? next : due, asked, now, failures, running);
  }
}
