// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import dev.eci.policy.selector.LabelSyntax;
import dev.eci.policy.selector.Requirement;
import dev.eci.policy.selector.Selector;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a label selector. The API server does not validate selectors in custom resources. */
final class SelectorReader {
  private SelectorReader() {}

  static Selector read(String field, @Nullable LabelSelector selector, FieldErrors fieldErrors) {
    if (selector == null) {
      return Selector.EVERYTHING;
    }
    Map<String, String> labels = new TreeMap<>();
    Map<String, String> written =
        selector.getMatchLabels() == null ? Map.of() : selector.getMatchLabels();
    written.forEach((key, value) -> {
      String at = "%s.matchLabels[%s]".formatted(field, key);
      fieldErrors.check(at, () -> LabelSyntax.checkKey(key));
      if (value == null) {
        fieldErrors.add(at, "has no value; write \"\" for the empty one");
      } else {
        fieldErrors.check(at, () -> LabelSyntax.checkValue(value));
        labels.put(key, value);
      }
    });
    List<Requirement> requirements = new ArrayList<>();
    List<LabelSelectorRequirement> expressions = NullSafeLists.of(selector.getMatchExpressions());
    for (int i = 0; i < expressions.size(); i++) {
      read(
          "%s.matchExpressions[%d]".formatted(field, i),
          expressions.get(i),
          fieldErrors,
          requirements);
    }
    return new Selector(labels, requirements);
  }

  private static void read(
      String field,
      LabelSelectorRequirement written,
      FieldErrors fieldErrors,
      List<Requirement> into) {
    String key = written.getKey() == null ? "" : written.getKey();
    List<String> values = NullSafeLists.of(written.getValues());
    fieldErrors.check(field + ".key", () -> LabelSyntax.checkKey(key));
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      fieldErrors.check("%s.values[%d]".formatted(field, i), () -> LabelSyntax.checkValue(value));
    }
    fieldErrors
        .capture(
            field + ".operator",
            () ->
                Requirement.Operator.of(written.getOperator() == null ? "" : written.getOperator()))
        .flatMap(
            op -> fieldErrors.capture(field + ".values", () -> new Requirement(key, op, values)))
        .ifPresent(into::add);
  }
}
