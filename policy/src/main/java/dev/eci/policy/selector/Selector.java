// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.selector;

import java.util.List;
import java.util.Map;

/** A label selector; an empty one selects everything (Kubernetes API, LabelSelector). */
public record Selector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {
  public static final Selector EVERYTHING = new Selector(Map.of(), List.of());

  public Selector {
    matchLabels = Map.copyOf(matchLabels);
    matchExpressions = List.copyOf(matchExpressions);
  }

  public boolean matches(Map<String, String> labels) {
    for (Map.Entry<String, String> wanted : matchLabels.entrySet()) {
      if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    for (Requirement requirement : matchExpressions) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }
}
