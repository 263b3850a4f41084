// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ISO-1, ISO-7: the patch adds missing fields, and almost nothing to a pod that will be denied. */
class MutationTest {
  private static final String USERS =
      "{\"op\":\"add\",\"path\":\"/spec/hostUsers\",\"value\":false}";
  private static final String NO_USERS = "{\"op\":\"remove\",\"path\":\"/spec/hostUsers\"}";
  private static final String CLASS =
      "{\"op\":\"add\",\"path\":\"/spec/runtimeClassName\",\"value\":\"eci\"}";
  private static final String NODES =
      "{\"op\":\"add\",\"path\":\"/spec/nodeSelector\",\"value\":{\"eci.dev/runtime\":\"ready\"}}";

  @Test
  void addsOnlyMissingFields() {
    assertThat(patch("")).containsExactly(USERS, CLASS, NODES);
    assertThat(patch("hostUsers: null, runtimeClassName: '',"))
        .containsExactly(USERS, CLASS, NODES);
    assertThat(patch("hostUsers: false,")).containsExactly(CLASS, NODES);
    assertThat(patch("runtimeClassName: eci,")).containsExactly(USERS);
    assertThat(patch("runtimeClassName: eci, hostUsers: false,")).isEmpty();
  }

  /** The API server would do the same for the runtime class; now it has nothing to add. */
  @Test
  void selectsNodesThatHaveTheRuntime() {
    String added =
        "{\"op\":\"add\",\"path\":\"/spec/nodeSelector/eci.dev~1runtime\",\"value\":\"ready\"}";

    assertThat(patch("nodeSelector: {disk: ssd},")).containsExactly(USERS, CLASS, added);
    assertThat(patch("nodeSelector: {eci.dev/runtime: ready},")).containsExactly(USERS, CLASS);
    assertThat(patch("nodeSelector: {eci.dev/runtime: 'no'},")).containsExactly(USERS, CLASS);
  }

  @Test
  void addsOnlyRuntimeClassToDeniedPod() {
    assertThat(patch("hostPID: true,")).containsExactly(CLASS, NODES);
    assertThat(patch("hostUsers: true,")).containsExactly(CLASS, NODES);
    assertThat(patch("hostPID: true, runtimeClassName: eci,")).isEmpty();
    assertThat(patch("runtimeClassName: kata,")).isEmpty();
  }

  /** A pod whose author sets hostUsers must not look like one that was evaluated and admitted. */
  @Test
  void unsetsHostUsersOfDeniedPod() {
    assertThat(patch("hostPID: true, hostUsers: false,")).containsExactly(NO_USERS, CLASS, NODES);
    assertThat(patch("runtimeClassName: kata, hostUsers: false,")).containsExactly(NO_USERS);
  }

  @Test
  void unsetsHostUsersWhenPolicyIsInvalid() {
    var reviewRequest =
        Reviews.createPod(
            "{spec: {hostUsers: false, runtimeClassName: eci, containers: [{name: c, image: busybox}]}}");
    String bad = "broken: {hostPaths: {allowed: [data]}}";

    assertThat(ReviewFixture.mutate(reviewRequest, bad).patch())
        .extracting(ObjectNode::toString)
        .containsExactly(NO_USERS);
    assertThat(ReviewFixture.mutate(reviewRequest, bad, "default: {}").patch())
        .extracting(ObjectNode::toString)
        .containsExactly(NO_USERS);
    assertThat(ReviewFixture.mutate(reviewRequest, "default: {}").patch()).isEmpty();
  }

  /** The API server removes it from a new object, so it must not prevent the mutation. */
  @Test
  void ignoresForgedDeletionTimestamp() {
    var reviewRequest =
        Reviews.createPod(
            "{metadata: {deletionTimestamp: '2026-11-22T12:00:00Z'}, spec: {containers: [{name: c, image: busybox}]}}");

    assertThat(ReviewFixture.mutate(reviewRequest, "default: {}").patch()).hasSize(3);
  }

  @Test
  void mutatesPodsOnlyAtCreation() {
    String pod = "{spec: {containers: [{name: c, image: busybox}]}}";

    assertThat(ReviewFixture.mutate(Reviews.updatePod("{spec: {}}", pod), "default: {}"))
        .isEqualTo(ReviewResponse.allow());
    assertThat(ReviewFixture.mutate(Reviews.create("example.com", "Pod", pod), "default: {}"))
        .isEqualTo(ReviewResponse.allow());
  }

  @Test
  void deniesPodThatLostRuntimeClass() {
    var reviewRequest =
        Reviews.createPod("{spec: {hostUsers: false, containers: [{name: c, image: busybox}]}}");

    assertThat(ReviewFixture.validate(reviewRequest, "default: {}").message())
        .startsWith("ISO-7 (EciPolicy \"default\") spec.runtimeClassName: ");
  }

  private static List<String> patch(String fields) {
    var reviewRequest =
        Reviews.createPod("{spec: {%s containers: [{name: c, image: busybox}]}}".formatted(fields));
    return ReviewFixture.mutate(reviewRequest, "default: {}").patch().stream()
        .map(ObjectNode::toString)
        .toList();
  }
}
