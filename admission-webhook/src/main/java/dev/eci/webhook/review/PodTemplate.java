package dev.eci.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * The pod that an object is, or makes.
 *
 * @param node with the template's own metadata and spec
 * @param specPath where its spec stands in the object
 */
record PodTemplate(JsonNode node, String specPath) {
  private static final String TEMPLATE = "spec.template";

  /** JSON paths from the object to the pod, by kind. */
  private static final Map<String, String> PATHS =
      Map.of(
          "Pod", "",
          "PodTemplate", "template",
          "Deployment", TEMPLATE,
          "StatefulSet", TEMPLATE,
          "DaemonSet", TEMPLATE,
          "ReplicaSet", TEMPLATE,
          "ReplicationController", TEMPLATE,
          "Job", TEMPLATE,
          "CronJob", "spec.jobTemplate.spec.template");

  /**
   * The pod in {@code object}; empty if the kind has none or (ReplicationController, optional
   * field) it is left out.
   */
  static Optional<PodTemplate> of(String kind, JsonNode object) {
    String path = PATHS.get(kind);
    if (path == null) {
      return Optional.empty();
    }
    if (path.isEmpty()) {
      return Optional.of(new PodTemplate(object, "spec"));
    }
    JsonNode node = object.at("/" + path.replace('.', '/'));
    return node.isMissingNode() || node.isNull()
        ? Optional.empty()
        : Optional.of(new PodTemplate(node, path + ".spec"));
  }

  JsonNode spec() {
    return node.path("spec");
  }

  JsonNode metadata() {
    return node.path("metadata");
  }
}
