// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pod that an object is, or the template of the pods that it creates.
 *
 * @param node the part of the object with metadata and spec of the pod
 * @param specPath path of the pod's spec in the object
 * @param isPod whether the object itself is the pod
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
   * The part whose changes require a new evaluation. New labels of an existing pod change nothing;
   * those of a template determine which policies select its pods.
   */
  public JsonNode comparablePart() {
    return isPod ? spec() : node;
  }

  /**
   * The pod in {@code object}; empty if the kind has none, or if its optional template is not set
   * (ReplicationController).
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

  /** The templates of a custom resource at a declared path. */
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
