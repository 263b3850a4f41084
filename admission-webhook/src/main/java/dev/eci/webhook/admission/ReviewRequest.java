// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The request part of an AdmissionReview, admission.k8s.io/v1.
 *
 * @param kind group and kind of the object, {@code apps/Deployment}, {@code /Pod}
 * @param resource group and resource of the object, {@code apps/deployments}
 * @param user the user that sent the request to the API server
 * @param groups the groups of that user
 * @param dryRun whether the API server stores nothing
 * @param object the object that will be stored; missing on delete
 * @param oldObject the stored object; missing on create
 */
public record ReviewRequest(
    String uid,
    String kind,
    String resource,
    String operation,
    String namespace,
    String name,
    String user,
    List<String> groups,
    boolean dryRun,
    JsonNode object,
    JsonNode oldObject) {

  public ReviewRequest {
    groups = List.copyOf(groups);
  }

  /** Throws IllegalArgumentException if {@code root} is not an AdmissionReview of that version. */
  public static ReviewRequest of(JsonNode root) {
    JsonNode request = root.path("request");
    String uid = request.path("uid").asText();
    JsonNode kind = request.path("kind");
    JsonNode resource = request.path("resource");
    String operation = request.path("operation").asText();
    if (!"admission.k8s.io/v1".equals(root.path("apiVersion").asText())
        || uid.isEmpty()
        || kind.path("kind").asText().isEmpty()
        || operation.isEmpty()) {
      throw new IllegalArgumentException(
          "not an AdmissionReview of admission.k8s.io/v1 with uid, kind and operation in its request");
    }
    return new ReviewRequest(
        uid,
        kind.path("group").asText() + "/" + kind.path("kind").asText(),
        resource.path("group").asText() + "/" + resource.path("resource").asText(),
        operation,
        request.path("namespace").asText(),
        nameOf(request),
        request.path("userInfo").path("username").asText(),
        StreamSupport.stream(request.path("userInfo").path("groups").spliterator(), false)
            .map(JsonNode::asText)
            .toList(),
        request.path("dryRun").asBoolean(),
        request.path("object"),
        request.path("oldObject"));
  }

  public boolean isCreate() {
    return operation.equals("CREATE");
  }

  public boolean isUpdate() {
    return operation.equals("UPDATE");
  }

  /** Pods of controllers have no name at admission, only the prefix of one. */
  private static String nameOf(JsonNode request) {
    String name = request.path("name").asText("");
    return name.isEmpty()
        ? request.path("object").path("metadata").path("generateName").asText("")
        : name;
  }
}
