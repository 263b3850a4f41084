// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

import dev.eci.policy.selector.Exemption;
import dev.eci.policy.selector.PodSubject;
import dev.eci.policy.selector.Selector;
import java.time.Instant;
import java.util.List;

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
}
