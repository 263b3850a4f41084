// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

import dev.eci.policy.selector.Exemption;
import dev.eci.policy.selector.PodSubject;
import dev.eci.policy.selector.Selector;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The pods that a policy protects: selected by both selectors, and not exempt. */
public record PodSelection(Selector namespaces, Selector pods, List<Exemption> exemptions) {
  public static final PodSelection EVERYTHING =
      new PodSelection(Selector.EVERYTHING, Selector.EVERYTHING, List.of());

  public PodSelection {
    exemptions = List.copyOf(exemptions);
  }

  public boolean includes(PodSubject pod, Instant now) {
    return namespaces.matches(pod.namespaceLabels())
        && pods.matches(pod.labels())
        && exemptions.stream().noneMatch(e -> e.covers(pod, now));
  }

  /**
   * The index of the exemption that leaves a selected pod unprotected without allowing it to be
   * privileged; empty if no exemption covers the pod, or one that does says {@code privileged}.
   */
  public OptionalInt baselineExemption(PodSubject pod, Instant now) {
    if (!namespaces.matches(pod.namespaceLabels()) || !pods.matches(pod.labels())) {
      return OptionalInt.empty();
    }
    int[] covering =
        IntStream.range(0, exemptions.size())
            .filter(i -> exemptions.get(i).covers(pod, now))
            .toArray();
    return IntStream.of(covering).anyMatch(i -> exemptions.get(i).privileged())
        ? OptionalInt.empty()
        : IntStream.of(covering).findFirst();
  }
}
