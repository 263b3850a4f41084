package dev.eci.crds.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * The pod that an object is, or makes.
 *
 * @param isPod whether it is the object itself
 * @param node with the template's own metadata and spec
 * @param specPath where its spec stands in the object
 */
public record PodTemplate(JsonNode node, String specPath, boolean isPod) {
  private static final String TEMPLATE = "spec.template";

  /** JSON paths from the object to the pod, by group and kind. */
  private static final Map<String, String> PATHS =
      Map.of(
          "/Pod", "",
          "/PodTemplate", "template",
          "apps/Deployment", TEMPLATE,
          "apps/StatefulSet", TEMPLATE,
          "apps/DaemonSet", TEMPLATE,
          "apps/ReplicaSet", TEMPLATE,
          "/ReplicationController", TEMPLATE,
          "batch/Job", TEMPLATE,
          "batch/CronJob", "spec.jobTemplate.spec.template");

  /**
   * What a change counts in: of a pod that runs, labels change nothing; of a template, they say
   * which policy is met.
   */
  public JsonNode essence() {
    return isPod ? spec() : node;
  }

  /**
   * The pod in {@code object}; empty if the kind has none or (ReplicationController, optional
   * field) it is left out.
   */
  public static Optional<PodTemplate> of(String kind, JsonNode object) {
    String path = PATHS.get(kind);
    if (path == null) {
      return Optional.empty();
    }
    if (path.isEmpty()) {
      return Optional.of(new PodTemplate(object, "spec", true));
    }
    JsonNode node = object.at("/" + path.replace('.', '/'));
    return node.isMissingNode() || node.isNull()
        ? Optional.empty()
        : Optional.of(new PodTemplate(node, path + ".spec", false));
  }

  public JsonNode spec() {
    return node.path("spec");
  }

  public JsonNode metadata() {
    return node.path("metadata");
  }
}
