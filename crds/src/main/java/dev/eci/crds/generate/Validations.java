// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.generate;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes in Markdown what the API server validates in a field. */
final class Validations {
  private Validations() {}

  static List<String> of(JSONSchemaProps field, boolean required) {
    List<String> found = new ArrayList<>();
    if (required) {
      found.add("required");
    }
    if (field.getEnum() != null && !field.getEnum().isEmpty()) {
      found.add(
          "one of "
              + Markdown.codes(field.getEnum().stream().map(value -> value.asText()).toList()));
    }
    range("characters", field.getMinLength(), field.getMaxLength(), found);
    // where ListLimits has a lower one, the message of its rule follows
    boolean isLimited = field.getXKubernetesValidations().stream().anyMatch(ListLimits::isLimit);
    range("entries", field.getMinItems(), isLimited ? null : field.getMaxItems(), found);
    if (field.getPattern() != null) {
      found.add("matches " + Markdown.code(field.getPattern()));
    }
    // the rules of list entries have no row of their own
    rules(field, found);
    if (field.getItems() != null && field.getItems().getSchema() != null) {
      rules(field.getItems().getSchema(), found);
    }
    return found;
  }

  private static void range(
      String unit, @Nullable Long least, @Nullable Long most, List<String> found) {
    if (least != null && most != null) {
      found.add("%d to %d %s".formatted(least, most, unit));
    } else if (least != null) {
      found.add("at least %d %s".formatted(least, unit));
    } else if (most != null) {
      found.add("at most %d %s".formatted(most, unit));
    }
  }

  private static void rules(JSONSchemaProps schema, List<String> found) {
    for (ValidationRule rule : schema.getXKubernetesValidations()) {
      found.add(Markdown.text(rule.getMessage()));
    }
  }
}
