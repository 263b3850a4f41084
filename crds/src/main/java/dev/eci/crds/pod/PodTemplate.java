package dev.eci.crds.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod that an object is, or makes.
 *
 * @param node with the template's own metadata and spec
 * @param specPath where its spec stands in the object
 * @param isPod whether it is the object itself
 */
public record PodTemplate(JsonNode node, String specPath, boolean isPod) {
  private static final List<String> TEMPLATE = List.of("spec", "template");

  /** Paths from the object to the template, by group and kind. */
  private static final Map<String, List<String>> PATHS =
      Map.of(
          "/PodTemplate", List.of("template"),
          "apps/Deployment", TEMPLATE,
          "apps/StatefulSet", TEMPLATE,
          "apps/DaemonSet", TEMPLATE,
          "apps/ReplicaSet", TEMPLATE,
          "/ReplicationController", TEMPLATE,
          "batch/Job", TEMPLATE,
          "batch/CronJob", List.of("spec", "jobTemplate", "spec", "template"));

  /**
   * What a change counts in: of a pod that runs, labels change nothing; of a template, they say
   * which policy is met.
   */
  public JsonNode comparablePart() {
    return isPod ? spec() : node;
  }

  /**
   * The pod in {@code object}; empty if the kind has none or (ReplicationController, optional
   * field) it is left out.
   *
   * @param kind group and kind, {@code apps/Deployment}, {@code /Pod}
   */
  public static Optional<PodTemplate> of(String kind, JsonNode object) {
    if (kind.equals("/Pod")) {
      return Optional.of(new PodTemplate(object, "spec", true));
    }
    List<String> path = PATHS.get(kind);
    return path == null ? Optional.empty() : findAt(path, object).stream().findFirst();
  }

  /** The templates at a declared path of a custom resource's object. */
  public static List<PodTemplate> findAt(List<String> path, JsonNode object) {
    return TemplatePath.find(path, object).entrySet().stream()
        .map(found -> new PodTemplate(found.getValue(), found.getKey() + ".spec", false))
        .toList();
  }

  public JsonNode spec() {
    return node.path("spec");
  }

  public JsonNode metadata() {
    return node.path("metadata");
  }
}
