// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.idrange.IdRange;
import dev.eci.policy.idrange.NamedIds;
import dev.eci.policy.idrange.NamedIds.InvalidIdsException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The UIDs and GIDs that a pod names: in its securityContext and those of its containers
 * (runAsUser, runAsGroup, fsGroup, supplementalGroups), and in the annotation {@link
 * NamedIds#ANNOTATION}.
 *
 * @param annotation its value, empty where there is none
 */
public record PodIds(List<Named> named, String annotation) {
  public static final PodIds NONE = new PodIds(List.of(), "");

  /**
   * One ID of a securityContext.
   *
   * @param isEphemeral whether an ephemeral container names it, which joins a running pod
   */
  public record Named(long id, String field, boolean isEphemeral) {}

  public PodIds {
    named = List.copyOf(named);
  }

  /**
   * Those that a user namespace of {@link IdRange#SIZE} IDs does not have; without the annotation's
   * if that is invalid.
   */
  SortedSet<Long> high() {
    SortedSet<Long> ids = annotated();
    named.forEach(one -> ids.add(one.id()));
    return new TreeSet<>(ids.tailSet(IdRange.SIZE));
  }

  /** Those that the pod's user namespace got when the pod was created. */
  SortedSet<Long> annotated() {
    try {
      return NamedIds.parse(annotation);
    } catch (InvalidIdsException e) {
      return new TreeSet<>();
    }
  }
}
