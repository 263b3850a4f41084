// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects the errors of a policy, so that its author sees all of them at once. */
final class FieldErrors {
  private final List<FieldError> found = new ArrayList<>();

  void add(String field, String message) {
    found.add(new FieldError(field, message));
  }

  /** The value; or empty, with the message of the exception recorded at {@code field}. */
  <T> Optional<T> capture(String field, Supplier<T> value) {
    try {
      return Optional.of(value.get());
    } catch (IllegalArgumentException e) {
      add(field, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Runs a check that throws IllegalArgumentException on an error. */
  void check(String field, Runnable check) {
    capture(
        field,
        () -> {
          check.run();
          return true;
        });
  }

  List<FieldError> found() {
    return List.copyOf(found);
  }
}
