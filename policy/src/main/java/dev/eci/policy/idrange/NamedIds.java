// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.idrange;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * UIDs and GIDs that a pod or container will use and that its securityContext does not name, such
 * as the USER of an image: the value of an annotation, {@code 1000620000, 70000}.
 */
public final class NamedIds {
  /** Of a pod, or of a Docker container ({@code docker run --annotation}). */
  public static final String ANNOTATION = "eci.dev/ids";

  /** The value is no list of IDs. The message is the rest of a sentence for users. */
  public static final class InvalidIdsException extends Exception {
    private static final long serialVersionUID = 1;

    InvalidIdsException(String message) {
      super(message);
    }
  }

  private NamedIds() {}

  /** Parses numbers with commas between them. */
  public static SortedSet<Long> parse(String text) throws InvalidIdsException {
    SortedSet<Long> ids = new TreeSet<>();
    if (text.isBlank()) {
      return ids;
    }
    for (String id : text.split(",", -1)) {
      if (!id.strip().matches("[0-9]{1,10}") || Long.parseLong(id.strip()) > RequestedIds.LAST) {
        throw new InvalidIdsException(
            "annotation %s is not a list of IDs from 0 to %d with commas between them, such as \"1000620000,70000\"; correct it."
                .formatted(ANNOTATION, RequestedIds.LAST));
      }
      ids.add(Long.parseLong(id.strip()));
    }
    return ids;
  }

  /** The text that {@link #parse} reads. */
  public static String format(Collection<Long> ids) {
    return new TreeSet<>(ids).stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
