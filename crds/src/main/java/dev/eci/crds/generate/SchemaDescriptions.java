package dev.eci.crds.generate;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds what the generator cannot know of types that are not ours: help texts for the fields of
 * LabelSelector and Condition, and that conditions are a map by type, so that two writers never
 * drop each other's.
 */
final class SchemaDescriptions {
  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry("spec", "What is wanted."),
          Map.entry("status", "What is; written by the product, never by people."),
          Map.entry("matchLabels", "Labels that must all be there, with these values."),
          Map.entry("matchExpressions", "Requirements on labels that must all hold."),
          Map.entry("key", "The label's key."),
          Map.entry("operator", "In, NotIn, Exists or DoesNotExist."),
          Map.entry("values", "The values for In and NotIn; empty for the others."),
          Map.entry("type", "The condition's name."),
          Map.entry("status#condition", "True, False or Unknown."),
          Map.entry("reason", "Why, in one CamelCase word."),
          Map.entry("message", "Why, for people."),
          Map.entry("lastTransitionTime", "When status last changed."),
          Map.entry(
              "observedGeneration", "The generation of the spec that the condition speaks of."));

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
    if (name.equals("conditions")) {
      property.setXKubernetesListType("map");
      property.setXKubernetesListMapKeys(List.of("type"));
      items(property).setRequired(List.of("type", "status"));
    }
    complete(property, name);
  }

  private static @Nullable JSONSchemaProps items(JSONSchemaProps schema) {
    return schema.getItems() == null ? null : schema.getItems().getSchema();
  }
}
