// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that is no AdmissionReview gets an error, which the API server treats as a denial. */
@QuarkusTest
@WithTestResource(RealCluster.class)
class HostileRequestsTest extends ApiServerTestBase {
  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "u",
       "kind": {"group": "", "version": "v1", "kind": "Pod"}, "operation": "CREATE",
       "namespace": "%s", "object": {"spec": {"hostPID": true%s}}}}\
      """;

  @Override
  void prepare() {
    protect("hostile", "");
  }

  @Test
  void answersValidReview() throws Exception {
    HttpResponse<String> answer = post("validate-pods", review(""));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"allowed\":false", "RES-1");
  }

  /** Go uses the last of two equal keys, other parsers the first. */
  @ParameterizedTest
  @ValueSource(strings = {", \"hostPID\": false", ", \"a\": {\"b\": 1, \"b\": 2}"})
  void rejectsDuplicateKeys(String extra) throws Exception {
    assertThat(post("validate-pods", review(extra)).statusCode()).isEqualTo(400);
    assertThat(post("mutate-pods", review(extra)).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "x", "]", "null", "\0"})
  void rejectsTrailingContent(String rest) throws Exception {
    assertThat(post("validate-pods", review("") + rest).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "null", "[]", "{}", "1", "\"x\"", "{\"request\": {}}", "{'a': 1}"})
  void rejectsBodiesThatAreNoReview(String body) throws Exception {
    for (String path : new String[] {"validate-pods", "mutate-pods", "validate-policies"}) {
      assertThat(post(path, body).statusCode()).as(path).isEqualTo(400);
    }
  }

  @Test
  void rejectsDeepNesting() throws Exception {
    String deep = ", \"a\": " + "[".repeat(50_000) + "]".repeat(50_000);

    assertThat(post("validate-pods", review(deep)).statusCode()).isEqualTo(400);
  }

  @Test
  void rejectsHugeBodies() throws Exception {
    String huge = ", \"a\": \"" + "x".repeat(9 << 20) + "\"";

    var request = request("validate-pods").header("Content-Type", "application/json");

    // with Expect: 100-continue, because the server closes the connection on a body it rejects
    assertThat(
            send(request.expectContinue(true).POST(BodyPublishers.ofString(review(huge))))
                .statusCode())
        .isEqualTo(413);
  }

  @Test
  void rejectsOtherContentTypes() throws Exception {
    var request = request("validate-pods").header("Content-Type", "text/plain");

    assertThat(send(request.POST(BodyPublishers.ofString(review("")))).statusCode()).isEqualTo(415);
  }

  @Test
  void rejectsOtherMethodsAndPaths() throws Exception {
    assertThat(send(request("validate-pods").GET()).statusCode()).isEqualTo(405);
    assertThat(post("validate", review("")).statusCode()).isEqualTo(404);
  }

  /** After a short wait: without the labels of the namespace, no policy can be selected. */
  @Test
  void rejectsUnknownNamespaceForNow() throws Exception {
    HttpResponse<String> answer = post("validate-pods", REVIEW.formatted("nowhere", ""));

    assertThat(answer.body())
        .contains("\"allowed\":false", "\"code\":503")
        .contains("does not know namespace \\\"nowhere\\\" yet; try again");
  }

  @Test
  void isReadyOnceTheClusterIsKnown() throws Exception {
    HttpResponse<String> health = send(request("q/health/ready").GET());

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("policies, namespaces and nodes are known");
  }

  private static String review(String extra) {
    return REVIEW.formatted("hostile", extra);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        java.net.URI.create("https://127.0.0.1:%d/%s".formatted(webhook.getPort(), path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(TestSslContext.trusting(cluster.ca()))
            .build()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }
}
