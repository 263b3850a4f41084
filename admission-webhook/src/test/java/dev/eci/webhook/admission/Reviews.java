// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;
import java.util.List;

/** AdmissionReviews as the API server sends them; objects are written in YAML. */
final class Reviews {
  private static final YAMLMapper YAML = new YAMLMapper();

  private Reviews() {}

  static ReviewRequest createPod(String pod) {
    return create("", "Pod", pod);
  }

  static ReviewRequest create(String group, String kind, String object) {
    return ReviewRequest.of(review("CREATE", group, kind, yaml(object), null));
  }

  static ReviewRequest updatePod(String before, String after) {
    return update("", "Pod", before, after);
  }

  static ReviewRequest update(String group, String kind, String before, String after) {
    return ReviewRequest.of(review("UPDATE", group, kind, yaml(after), yaml(before)));
  }

  static ReviewRequest delete(String group, String kind, String before) {
    return ReviewRequest.of(review("DELETE", group, kind, null, yaml(before)));
  }

  /** With the groups of a kubelet. */
  static ReviewRequest createByNode(String pod) {
    ObjectNode root = review("CREATE", "", "Pod", yaml(pod), null);
    root.withObject("/request/userInfo")
        .putArray("groups")
        .add("system:nodes")
        .add("system:authenticated");
    return ReviewRequest.of(root);
  }

  static ObjectNode review(
      String operation, String group, String kind, JsonNode object, JsonNode oldObject) {
    ObjectNode root = YAML.createObjectNode();
    root.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    ObjectNode request = root.putObject("request");
    request.put("uid", "0df28fbd").put("operation", operation).put("namespace", "app");
    request.putObject("kind").put("group", group).put("version", "v1").put("kind", kind);
    request.putObject("userInfo").put("username", "someone").putArray("groups").add("developers");
    request.set("object", object);
    request.set("oldObject", oldObject);
    return root;
  }

  static JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> lines(ReviewResponse reviewResponse) {
    return reviewResponse.message().lines().toList();
  }
}
