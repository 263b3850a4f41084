package dev.eci.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The request part of an AdmissionReview, admission.k8s.io/v1.
 *
 * @param object the object as it would be stored
 * @param oldObject the object as it is stored; missing on create
 */
public record Review(
    String uid,
    String kind,
    String operation,
    String namespace,
    String name,
    JsonNode object,
    JsonNode oldObject) {

  /** Throws IllegalArgumentException if {@code root} is not such a review. */
  public static Review of(JsonNode root) {
    JsonNode request = root.path("request");
    String uid = request.path("uid").asText();
    if (!"admission.k8s.io/v1".equals(root.path("apiVersion").asText()) || uid.isEmpty()) {
      throw new IllegalArgumentException(
          "not an AdmissionReview of admission.k8s.io/v1 with a request.uid");
    }
    return new Review(
        uid,
        request.path("kind").path("kind").asText(),
        request.path("operation").asText(),
        request.path("namespace").asText(),
        nameOf(request),
        request.path("object"),
        request.path("oldObject"));
  }

  /** Pods of controllers have no name yet, only the start of one. */
  private static String nameOf(JsonNode request) {
    String name = request.path("name").asText("");
    return name.isEmpty()
        ? request.path("object").path("metadata").path("generateName").asText("")
        : name;
  }
}
