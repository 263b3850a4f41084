// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A document that is no AdmissionReview is never read as an empty one, which would be allowed. */
class ReviewRequestTest {
  @Test
  void readsTheRequest() {
    ReviewRequest reviewRequest =
        Reviews.create("apps", "Deployment", "{metadata: {name: d}, spec: {template: {}}}");

    assertThat(reviewRequest.uid()).isEqualTo("0df28fbd");
    assertThat(reviewRequest.kind()).isEqualTo("apps/Deployment");
    assertThat(reviewRequest.isCreate()).isTrue();
    assertThat(reviewRequest.namespace()).isEqualTo("app");
    assertThat(reviewRequest.groups()).isEqualTo(List.of("developers"));
  }

  @Test
  void usesGenerateNameOfControllerPods() {
    assertThat(Reviews.createPod("{metadata: {generateName: web-}}").name()).isEqualTo("web-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"uid", "kind", "operation"})
  void rejectsReviewsWithoutRequiredField(String field) {
    ObjectNode root = Reviews.review("CREATE", "", "Pod", Reviews.yaml("{}"), null);
    ((ObjectNode) root.get("request")).remove(field);

    assertThatIllegalArgumentException().isThrownBy(() -> ReviewRequest.of(root));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "1",
        "{apiVersion: admission.k8s.io/v1}",
        "{apiVersion: admission.k8s.io/v1, request: []}",
        "{apiVersion: admission.k8s.io/v1beta1, request: {uid: a, operation: CREATE, kind: {kind: Pod}}}",
      })
  void otherDocumentsAreDenied(String document) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReviewRequest.of(Reviews.yaml(document)))
        .withMessageContaining("not an AdmissionReview");
  }
}
