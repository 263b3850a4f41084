package dev.eci.webhook.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The response part of an AdmissionReview.
 *
 * @param message why it was denied; empty if it was not
 * @param warnings shown to the caller
 * @param auditAnnotations recorded in the API server's audit log
 * @param patch RFC 6902 operations; empty for none
 */
public record Answer(
    boolean allowed,
    String message,
    List<String> warnings,
    Map<String, String> auditAnnotations,
    List<ObjectNode> patch) {

  public static Answer allow() {
    return new Answer(true, "", List.of(), Map.of(), List.of());
  }

  public static Answer deny(String message) {
    return new Answer(false, message, List.of(), Map.of(), List.of());
  }

  /** The whole AdmissionReview to send back. */
  public ObjectNode toReview(String uid) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    ObjectNode response = root.putObject("response").put("uid", uid).put("allowed", allowed);
    if (!allowed) {
      response
          .putObject("status")
          .put("status", "Failure")
          .put("reason", "Forbidden")
          .put("code", 403)
          .put("message", message);
    }
    if (!warnings.isEmpty()) {
      ArrayNode list = response.putArray("warnings");
      warnings.forEach(list::add);
    }
    if (!auditAnnotations.isEmpty()) {
      ObjectNode annotations = response.putObject("auditAnnotations");
      auditAnnotations.forEach(annotations::put);
    }
    if (!patch.isEmpty()) {
      ArrayNode operations = JsonNodeFactory.instance.arrayNode();
      patch.forEach(operations::add);
      byte[] json = operations.toString().getBytes(StandardCharsets.UTF_8);
      response.put("patchType", "JSONPatch").put("patch", Base64.getEncoder().encodeToString(json));
    }
    return root;
  }
}
