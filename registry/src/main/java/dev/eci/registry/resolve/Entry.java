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
record Entry(
    ImageReference image,
    boolean listed,
    Instant due,
    Instant asked,
    Instant wanted,
    int failures,
    boolean running) {
  static Entry of(ImageReference image, boolean listed, Instant now) {
    return new Entry(image, listed, now, Instant.MIN, now, 0, false);
  }

  Entry started(Instant now) {
    return new Entry(image, listed, due, now, wanted, failures, true);
  }

  Entry answered(Instant next) {
    return new Entry(image, listed, next, asked, wanted, 0, false);
  }

  Entry failed(Instant next) {
    return new Entry(image, listed, next, asked, wanted, failures + 1, false);
  }

  Entry listed(boolean now) {
    return new Entry(image, now, due, asked, wanted, failures, running);
  }

  Entry wanted(Instant now, Instant next) {
    return new Entry(image, listed, next.isBefore(due) ? next : due, asked, now, failures, running);
  }
}
