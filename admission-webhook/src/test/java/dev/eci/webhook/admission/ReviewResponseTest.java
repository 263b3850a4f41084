// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bytes that the API server reads (Kubernetes, "Dynamic Admission Control", response). */
class ReviewResponseTest {
  @Test
  void encodesAllowedResponse() {
    assertThat(ReviewResponse.allow().toReview("u"))
        .hasToString(
            "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"response\":{\"uid\":\"u\",\"allowed\":true}}");
  }

  @Test
  void encodesDeniedResponse() {
    assertThat(ReviewResponse.deny("because").toReview("u").path("response"))
        .hasToString(
            "{\"uid\":\"u\",\"allowed\":false,\"status\":{\"status\":\"Failure\",\"reason\":\"Forbidden\",\"code\":403,\"message\":\"because\"}}");
  }

  /** client-go waits for responses with this code and a Retry-After. */
  @Test
  void encodesDenialForSeconds() {
    assertThat(
            new ReviewResponse(
                    ReviewResponse.Outcome.TRY_AGAIN, "soon", List.of(), Map.of(), List.of())
                .toReview("u")
                .path("response"))
        .hasToString(
            "{\"uid\":\"u\",\"allowed\":false,\"status\":{\"status\":\"Failure\",\"reason\":\"TooManyRequests\",\"code\":429,\"message\":\"soon\",\"details\":{\"retryAfterSeconds\":3}}}");
  }

  @Test
  void encodesUndecidedResponse() {
    assertThat(ReviewResponse.undecided("later").toReview("u").path("response"))
        .hasToString(
            "{\"uid\":\"u\",\"allowed\":false,\"status\":{\"status\":\"Failure\",\"reason\":\"ServiceUnavailable\",\"code\":503,\"message\":\"later\"}}");
  }

  @Test
  void encodesWarningsAndAuditAnnotations() {
    JsonNode response =
        ReviewResponse.admit(List.of("w"), Map.of("k", "v")).toReview("u").path("response");

    assertThat(response.path("warnings")).hasToString("[\"w\"]");
    assertThat(response.path("auditAnnotations")).hasToString("{\"k\":\"v\"}");
    assertThat(response.has("patch")).isFalse();
  }

  @Test
  void encodesPatch() {
    var operation = JsonNodeFactory.instance.objectNode().put("op", "add");
    JsonNode response =
        ReviewResponse.patch(List.of(operation), List.of(), Map.of())
            .toReview("u")
            .path("response");

    assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
    assertThat(
            new String(
                Base64.getDecoder().decode(response.path("patch").asText()),
                StandardCharsets.UTF_8))
        .isEqualTo("[{\"op\":\"add\"}]");
  }
}
