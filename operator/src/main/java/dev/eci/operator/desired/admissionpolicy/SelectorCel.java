// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import dev.eci.policy.selector.Requirement;
import dev.eci.policy.selector.Selector;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A label selector as a CEL condition. */
public final class SelectorCel {
  private SelectorCel() {}

  /** {@code labels}: an expression of a map. */
  public static String matches(Selector selector, String labels) {
    List<String> conditions =
        Stream.concat(
                new TreeMap<>(selector.matchLabels())
                    .entrySet().stream().map(e -> isIn(labels, e.getKey(), List.of(e.getValue()))),
                selector.matchExpressions().stream().map(r -> matches(r, labels)))
            .toList();
    return CelBuilder.allOf(conditions);
  }

  private static String matches(Requirement requirement, String labels) {
    String has = "%s in %s".formatted(CelBuilder.text(requirement.key()), labels);
    return switch (requirement.operator()) {
      case IN -> isIn(labels, requirement.key(), requirement.values());
      case NOT_IN -> "!(" + isIn(labels, requirement.key(), requirement.values()) + ")";
      case EXISTS -> has;
      case DOES_NOT_EXIST -> "!(" + has + ")";
    };
  }

  private static String isIn(String labels, String key, List<String> values) {
    return "%1$s in %2$s && %2$s[%1$s] in %3$s"
        .formatted(CelBuilder.text(key), labels, CelBuilder.texts(values));
  }
}
