// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.generate;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Completes the schema where the generator cannot know it: descriptions of the fields of
 * LabelSelector and Condition, which are Kubernetes types. It also declares conditions as a map by
 * type, so that two writers never remove each other's conditions.
 */
final class SchemaDescriptions {
  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry("spec", "The desired state."),
          Map.entry("status", "The observed state, written by eci and not by users."),
          Map.entry("matchLabels", "Labels that an object must have, with these values."),
          Map.entry("matchExpressions", "Requirements on labels; all must be met."),
          Map.entry("key", "Key of the label."),
          Map.entry("operator", "In, NotIn, Exists or DoesNotExist."),
          Map.entry("values", "Values for In and NotIn; empty for the other operators."),
          Map.entry("type", "Name of the condition."),
          Map.entry("status#condition", "True, False or Unknown."),
          Map.entry("reason", "Reason for the status, as one CamelCase word."),
          Map.entry("message", "Reason for the status, as a message for users."),
          Map.entry("lastTransitionTime", "When the status last changed."),
          Map.entry(
              "observedGeneration", "The generation for which the condition was determined."));

  private SchemaDescriptions() {}

  static void complete(JSONSchemaProps root) {
    complete(root, "");
  }

  private static void complete(JSONSchemaProps schema, String parent) {
    if (schema.getProperties() != null) {
      schema.getProperties().forEach((name, property) -> complete(name, property, parent));
    }
    JSONSchemaProps items = items(schema);
    if (items != null) {
      complete(items, parent);
    }
  }

  private static void complete(String name, JSONSchemaProps property, String parent) {
    if (property.getDescription() == null) {
      property.setDescription(
          TEXTS.get(
              parent.equals("conditions") && name.equals("status") ? "status#condition" : name));
    }
    JSONSchemaProps items = items(property);
    if (name.equals("conditions")) {
      property.setXKubernetesListType("map");
      property.setXKubernetesListMapKeys(List.of("type"));
      if (items != null) {
        items.setRequired(List.of("type", "status"));
      }
    }
    complete(property, name);
  }

  private static @Nullable JSONSchemaProps items(JSONSchemaProps schema) {
    return schema.getItems() == null ? null : schema.getItems().getSchema();
  }
}
