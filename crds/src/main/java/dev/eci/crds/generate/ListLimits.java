// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.generate;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns {@code maxItems} into a validation rule whose message has a remedy. The API server's own
 * message about {@code maxItems} has none, and hides the messages of all other rules. The message
 * cannot have the actual number: the API server estimates that such an expression costs too much.
 */
final class ListLimits {
  private static final String SEVERAL_POLICIES =
      "divide them among several policies, whose allowances add up";

  /** By the last two names in the path of the field. */
  private static final Map<String, String> REMEDIES =
      Map.of(
          "imageList.images", "write name:* for all tags of an image, or " + SEVERAL_POLICIES,
          "hostPaths.allowed", "list a common parent directory, or " + SEVERAL_POLICIES,
          "hostPaths.readOnlyAllowed", "list a common parent directory, or " + SEVERAL_POLICIES,
          "spec.exemptions",
              "one entry can have several namespaces, service accounts and images; a selector can leave out whole namespaces or pods");

  private static final String RULE = "size(self) <= ";
  private static final long OVER_LIMIT = 10;

  private ListLimits() {}

  static void explain(JSONSchemaProps root) {
    explainFields("", root);
  }

  static boolean isLimit(ValidationRule rule) {
    return rule.getRule().startsWith(RULE);
  }

  private static void explainFields(String parent, JSONSchemaProps schema) {
    if (schema.getProperties() != null) {
      schema.getProperties().forEach((name, field) -> explain(parent, name, field));
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      explainFields(parent, schema.getItems().getSchema());
    }
  }

  private static void explain(String parent, String name, JSONSchemaProps field) {
    Long most = field.getMaxItems();
    JSONSchemaProps items = field.getItems() == null ? null : field.getItems().getSchema();
    if (most != null && items != null) {
      List<ValidationRule> rules = new ArrayList<>(field.getXKubernetesValidations());
      rules.add(
          rule(most, REMEDIES.getOrDefault(parent + "." + name, "remove or merge some of them")));
      field.setXKubernetesValidations(rules);
      // the estimated cost of rules of entries needs a limit
      field.setMaxItems(hasRules(items) ? OVER_LIMIT * most : null);
    }
    explainFields(name, field);
  }

  private static boolean hasRules(JSONSchemaProps schema) {
    return !schema.getXKubernetesValidations().isEmpty()
        || (schema.getProperties() != null
            && schema.getProperties().values().stream().anyMatch(ListLimits::hasRules));
  }

  private static ValidationRule rule(long most, String remedy) {
    return new ValidationRuleBuilder()
        .withRule(RULE + most)
        .withMessage("at most %d entries are supported; %s".formatted(most, remedy))
        .build();
  }
}
