// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RES-1 is reported for every kind that creates pods, at the field where it was written. */
class WorkloadKindsTest {
  private static final String BAD = "{containers: [{name: c, image: busybox}], hostPID: true}";

  @ParameterizedTest(name = "{0}/{1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-     | Pod                   | {spec: BAD}                                      | spec.hostPID",
        "-     | PodTemplate           | {template: {spec: BAD}}                          | template.spec.hostPID",
        "-     | ReplicationController | {spec: {template: {spec: BAD}}}                  | spec.template.spec.hostPID",
        "apps  | Deployment            | {spec: {template: {spec: BAD}}}                  | spec.template.spec.hostPID",
        "apps  | ReplicaSet            | {spec: {template: {spec: BAD}}}                  | spec.template.spec.hostPID",
        "apps  | StatefulSet           | {spec: {template: {spec: BAD}}}                  | spec.template.spec.hostPID",
        "apps  | DaemonSet             | {spec: {template: {spec: BAD}}}                  | spec.template.spec.hostPID",
        "batch | Job                   | {spec: {template: {spec: BAD}}}                  | spec.template.spec.hostPID",
        "batch | CronJob               | {spec: {jobTemplate: {spec: {template: {spec: BAD}}}}} | spec.jobTemplate.spec.template.spec.hostPID",
      })
  void namesTheField(String group, String kind, String object, String field) {
    var reviewResponse =
        ReviewFixture.validate(
            Reviews.create(group == null ? "" : group, kind, object.replace("BAD", BAD)),
            "default: {}");

    assertThat(reviewResponse.isAllowed()).isFalse();
    assertThat(reviewResponse.message())
        .startsWith("RES-1 (EciPolicy \"default\") " + field + ": ");
  }

  /** A kind of another group that has the name of a workload creates no pods. */
  @ParameterizedTest(name = "{0}/{1}")
  @CsvSource({"example.com, Deployment", "example.com, Pod", "apps, CronJob", "apps, Widget"})
  void ignoresKindsOfOtherGroups(String group, String kind) {
    var object = "{spec: {template: {spec: %s}, hostPID: true}}".formatted(BAD);

    assertThat(ReviewFixture.validate(Reviews.create(group, kind, object), "default: {}"))
        .isEqualTo(ReviewResponse.allow());
  }

  @Test
  void admitsReplicationControllerWithoutTemplate() {
    var reviewRequest = Reviews.create("", "ReplicationController", "{spec: {replicas: 0}}");

    assertThat(ReviewFixture.validate(reviewRequest, "default: {}"))
        .isEqualTo(ReviewResponse.allow());
  }

  @Test
  void requiresNoRuntimeClassInTemplates() {
    var reviewRequest =
        Reviews.create(
            "apps",
            "Deployment",
            "{spec: {template: {spec: {containers: [{name: c, image: busybox}]}}}}");

    assertThat(ReviewFixture.validate(reviewRequest, "default: {}").isAllowed()).isTrue();
    assertThat(ReviewFixture.mutate(reviewRequest, "default: {}").patch()).isEmpty();
  }

  /** A policy's podSelector applies to the pods, not to the workload. */
  @Test
  void selectsByLabelsOfTemplate() {
    String policy = "default: {podSelector: {matchLabels: {tier: web}}}";
    String object =
        "{metadata: {labels: {tier: %s}}, spec: {template: {metadata: {labels: {tier: %s}}, spec: %s}}}";

    assertThat(
            ReviewFixture.validate(
                    Reviews.create("apps", "Deployment", object.formatted("db", "web", BAD)),
                    policy)
                .isAllowed())
        .isFalse();
    assertThat(
            ReviewFixture.validate(
                    Reviews.create("apps", "Deployment", object.formatted("web", "db", BAD)),
                    policy)
                .isAllowed())
        .isTrue();
  }
}
