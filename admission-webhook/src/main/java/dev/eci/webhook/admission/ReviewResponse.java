// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

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
 * @param message why the object is denied; empty if it is allowed
 * @param warnings shown to the caller
 * @param auditAnnotations recorded in the API server's audit log
 * @param patch RFC 6902 operations; empty for none
 */
public record ReviewResponse(
    Outcome outcome,
    String message,
    List<String> warnings,
    Map<String, String> auditAnnotations,
    List<ObjectNode> patch) {

  /** A registry usually responds within this time. The API server makes it a Retry-After. */
  private static final int RETRY_AFTER_SECONDS = 3;

  /** The decision, with the HTTP status that the API server reports. */
  public enum Outcome {
    ALLOWED(200, ""),
    /** The object violates a rule. */
    DENIED(403, "Forbidden"),
    /**
     * What the evaluation depends on is being looked up. API clients wait and try again by
     * themselves: client-go does so up to ten times.
     */
    TRY_AGAIN(429, "TooManyRequests"),
    /** The webhook cannot evaluate the object yet. */
    UNDECIDED(503, "ServiceUnavailable");

    private final int code;
    private final String reason;

    Outcome(int code, String reason) {
      this.code = code;
      this.reason = reason;
    }
  }

  public static ReviewResponse allow() {
    return admit(List.of(), Map.of());
  }

  public static ReviewResponse admit(List<String> warnings, Map<String, String> auditAnnotations) {
    return new ReviewResponse(Outcome.ALLOWED, "", warnings, auditAnnotations, List.of());
  }

  public static ReviewResponse patch(
      List<ObjectNode> operations, List<String> warnings, Map<String, String> auditAnnotations) {
    return new ReviewResponse(Outcome.ALLOWED, "", warnings, auditAnnotations, operations);
  }

  public static ReviewResponse deny(String message) {
    return new ReviewResponse(Outcome.DENIED, message, List.of(), Map.of(), List.of());
  }

  /**
   * Denies the object for now. This is no HTTP error, so that the API server reports the message to
   * the user, and {@code failurePolicy: Ignore} does not admit the object.
   */
  public static ReviewResponse undecided(String message) {
    return new ReviewResponse(Outcome.UNDECIDED, message, List.of(), Map.of(), List.of());
  }

  /** With one more sentence why the object is denied, if it is. */
  public ReviewResponse explained(String sentence) {
    return isAllowed()
        ? this
        : new ReviewResponse(outcome, message + " " + sentence, warnings, auditAnnotations, patch);
  }

  public boolean isAllowed() {
    return outcome == Outcome.ALLOWED;
  }

  /** The AdmissionReview to send back. */
  public ObjectNode toReview(String uid) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    ObjectNode response = root.putObject("response").put("uid", uid).put("allowed", isAllowed());
    if (!isAllowed()) {
      response
          .putObject("status")
          .put("status", "Failure")
          .put("reason", outcome.reason)
          .put("code", outcome.code)
          .put("message", message);
      if (outcome == Outcome.TRY_AGAIN) {
        response.withObject("/status/details").put("retryAfterSeconds", RETRY_AFTER_SECONDS);
      }
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
