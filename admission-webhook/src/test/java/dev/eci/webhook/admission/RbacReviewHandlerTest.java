// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RES-4: grants are reported and never denied. */
class RbacReviewHandlerTest {
  private static final String POLICY =
      "default: {exemptions: [{serviceAccounts: [app/agent], reason: test}]}";

  @Test
  void warnsOfNodesProxyGrants() {
    ReviewResponse reviewResponse =
        review(
            "ClusterRole", "{rules: [{apiGroups: [''], resources: [nodes/proxy], verbs: [get]}]}");

    assertThat(reviewResponse.isAllowed()).isTrue();
    assertThat(reviewResponse.warnings())
        .singleElement()
        .asString()
        .contains("ClusterRole \"\" grants nodes/proxy");
  }

  @Test
  void warnsOfExecGrantsWhereSomePodsAreExempt() {
    assertThat(review("RoleBinding", "{roleRef: {kind: ClusterRole, name: edit}}").warnings())
        .singleElement()
        .asString()
        .contains("namespace \"app\", some of which EciPolicy \"default\" exempts");
    assertThat(review("RoleBinding", "{roleRef: {kind: Role, name: edit}}"))
        .isEqualTo(ReviewResponse.allow());
  }

  private static ReviewResponse review(String kind, String object) {
    return ReviewFixture.grant(Reviews.create("rbac.authorization.k8s.io", kind, object), POLICY);
  }
}
