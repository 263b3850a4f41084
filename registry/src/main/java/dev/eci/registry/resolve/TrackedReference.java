// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry.resolve;

import dev.eci.policy.image.ImageReference;
import java.time.Instant;

/**
 * One reference that is resolved.
 *
 * @param due the next time
 * @param lastQuery the last time; {@link Instant#MIN} before the first
 * @param requested the last request of a caller, for references that are not listed
 */
record TrackedReference(
    ImageReference image,
    boolean listed,
    Instant due,
    Instant lastQuery,
    Instant requested,
    int failures,
    boolean running) {
  static TrackedReference of(ImageReference image, boolean listed, Instant now) {
    return new TrackedReference(image, listed, now, Instant.MIN, now, 0, false);
  }

  TrackedReference started(Instant now) {
    return new TrackedReference(image, listed, due, now, requested, failures, true);
  }

  TrackedReference resolved(Instant next) {
    return new TrackedReference(image, listed, next, lastQuery, requested, 0, false);
  }

  TrackedReference failed(Instant next) {
    return new TrackedReference(image, listed, next, lastQuery, requested, failures + 1, false);
  }

  TrackedReference listed(boolean now) {
    return new TrackedReference(image, now, due, lastQuery, requested, failures, running);
  }

  TrackedReference requested(Instant now, Instant next) {
    return new TrackedReference(
        image, listed, next.isBefore(due) ? next : due, lastQuery, now, failures, running);
  }
}
