// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Only changed pods are evaluated: objects older than a policy stay manageable (ISO-8). */
class UpdatesTest {
  private static final String OLD_POD =
      "{metadata: {name: old%s}, spec: {hostPID: true, containers: [{name: c, image: busybox}]}}";
  private static final String DEPLOYMENT =
      """
      metadata: {name: old}
      spec:
        replicas: %d
        template:
          metadata: {labels: {app: %s}}
          spec: {hostPID: true, containers: [{name: c, image: busybox}]}
      """;

  @Test
  void admitsScalingWithUnchangedTemplate() {
    assertThat(deployment(DEPLOYMENT.formatted(1, "x"), DEPLOYMENT.formatted(3, "x")))
        .isEqualTo(ReviewResponse.allow());
  }

  @Test
  void checksChangedTemplatesIncludingLabels() {
    assertThat(deployment(DEPLOYMENT.formatted(1, "x"), DEPLOYMENT.formatted(1, "y")).isAllowed())
        .isFalse();
  }

  @Test
  void evaluatesAddedTemplateAsNew() {
    assertThat(deployment("{spec: {}}", DEPLOYMENT.formatted(1, "x")).isAllowed()).isFalse();
  }

  /** The job controller removes its finalizer from finished pods, terminating or not. */
  @Test
  void admitsMetadataChanges() {
    String finalizer = OLD_POD.formatted(", finalizers: [batch.kubernetes.io/job-tracking]");
    String dying =
        OLD_POD.formatted(", deletionTimestamp: '2026-11-22T12:00:00Z', finalizers: [x]");

    assertThat(pod(finalizer, OLD_POD.formatted(""))).isEqualTo(ReviewResponse.allow());
    assertThat(pod(dying, OLD_POD.formatted(", deletionTimestamp: '2026-11-22T12:00:00Z'")))
        .isEqualTo(ReviewResponse.allow());
  }

  @Test
  void rejectsTerminatingPodsLikeOthers() {
    String dying =
        "{metadata: {deletionTimestamp: '2026-11-22T12:00:00Z'}, spec: {hostPID: true, containers: []}}";

    assertThat(ReviewFixture.validate(Reviews.createPod(dying), "default: {}").isAllowed())
        .isFalse();
    assertThat(pod(dying, dying.replace("[]", "[{name: c, image: busybox}]")).isAllowed())
        .isFalse();
  }

  /** ISO-4: nothing contains a container that is added to a pod from before the policy. */
  @Test
  void holdsContainersAddedToUnprotectedPodsToBaseline() {
    String pod =
        """
        spec:
          CLASS
          containers: [{name: c, image: busybox, securityContext: {privileged: true}}]
        """;
    String debug =
        pod
            + "  ephemeralContainers: [{name: d, image: busybox, securityContext: {capabilities: {add: [%s]}}}]\n";
    String unprotected = pod.replace("CLASS", "enableServiceLinks: false");
    String guarded = pod.replace("CLASS", "runtimeClassName: eci");
    String added = debug.replace("CLASS", "enableServiceLinks: false").formatted("SYS_ADMIN");

    assertThat(pod(unprotected, added).message())
        .isEqualTo(
            "ISO-4 (EciPolicy \"default\") spec.ephemeralContainers[0].securityContext.capabilities.add[0]:"
                + " enhanced container isolation: \"capability SYS_ADMIN\" of container \"d\" is denied, because"
                + " the pod runs unprotected and would have it on the node; leave it out, run the pod protected (one"
                + " that is older than the policy must be created again), or exempt this pod with \"privileged: true\" in"
                + " spec.exemptions of EciPolicy \"default\".");
    assertThat(pod(unprotected, added.replace("SYS_ADMIN", "CHOWN")).isAllowed()).isTrue();
    assertThat(
            pod(unprotected, added.replace("capabilities: {add: [SYS_ADMIN]}", "privileged: true"))
                .isAllowed())
        .isFalse();
    assertThat(
            pod(guarded, debug.replace("CLASS", "runtimeClassName: eci").formatted("ALL"))
                .isAllowed())
        .isTrue();
    // other updates of the old pod; its privileges are for the image that has them
    assertThat(pod(unprotected, unprotected + "  tolerations: [{operator: Exists}]\n").isAllowed())
        .isTrue();
    assertThat(pod(unprotected, unprotected.replace("busybox", "busybox:2")).message())
        .startsWith("ISO-4 ");
    assertThat(pod(guarded, guarded.replace("busybox", "busybox:2")).isAllowed()).isTrue();
  }

  /** RES-3: the image of a running container can be changed. */
  @Test
  void checksImageThatReplacesAnAllowedOne() {
    String pod =
        """
        spec:
          volumes: [{name: s, hostPath: {path: /run/docker.sock}}]
          containers: [{name: c, image: IMAGE, volumeMounts: [{name: s, mountPath: /s}]}]
        """;
    var reviewRequest =
        Reviews.updatePod(pod.replace("IMAGE", "docker:cli"), pod.replace("IMAGE", "busybox"));

    assertThat(
            ReviewFixture.validate(
                    reviewRequest,
                    "default: {dockerSocketMount: {imageList: {images: [docker:cli]}}}")
                .message())
        .startsWith("RES-3 (EciPolicy \"default\") spec.containers[0].volumeMounts[0]: ");
  }

  @Test
  void checksEphemeralContainers() {
    String before =
        "{spec: {volumes: [{name: s, hostPath: {path: /run/docker.sock}}], containers: [{name: c, image: busybox}]EPHEMERAL}}";
    var reviewRequest =
        Reviews.updatePod(
            before.replace("EPHEMERAL", ""),
            before.replace(
                "EPHEMERAL",
                ", ephemeralContainers: [{name: e, image: busybox, volumeMounts: [{name: s, mountPath: /s}]}]"));

    assertThat(ReviewFixture.validate(reviewRequest, "default: {}").message())
        .startsWith("RES-3 (EciPolicy \"default\") spec.ephemeralContainers[0].volumeMounts[0]: ");
  }

  /** Kubernetes lets tolerations, images and ephemeral containers of a stored pod change. */
  @Test
  void admitsUpdatesThatBringNoViolation() {
    String old =
        """
        spec:
          volumes: [{name: v, hostPath: {path: /etc}}]
          containers: [{name: c, image: busybox:1, volumeMounts: [{name: v, mountPath: /v}]}]
        """;
    assertThat(pod(old, old + "  tolerations: [{operator: Exists}]\n"))
        .isEqualTo(ReviewResponse.allow());
    assertThat(pod(old, old.replace("busybox:1", "busybox:2"))).isEqualTo(ReviewResponse.allow());
    assertThat(pod(old, old + "  ephemeralContainers: [{name: e, image: busybox}]\n"))
        .isEqualTo(ReviewResponse.allow());
    assertThat(ReviewFixture.validate(Reviews.createPod(old), "default: {}").isAllowed()).isFalse();
  }

  @Test
  void deniesWhatAnUpdateBringsToAnOlderViolation() {
    String old =
        """
        spec:
          hostPID: true
          volumes: [{name: v, hostPath: {path: /etc}}]
          containers: [{name: c, image: busybox}]
        """;
    assertThat(pod(old, old + "  tolerations: [{operator: Exists}]\n").isAllowed()).isTrue();
    assertThat(
            Reviews.lines(
                pod(
                    old,
                    old
                        + "  ephemeralContainers: [{name: e, image: x, volumeMounts: [{name: v, mountPath: /v}]}]\n")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("RES-1 (EciPolicy \"default\") spec.hostPID: "),
            line -> assertThat(line).startsWith("RES-2 (EciPolicy \"default\") spec.volumes[0]."));
    assertThat(Reviews.lines(pod(old, old + "  hostIPC: true\n")))
        .singleElement()
        .asString()
        .contains("spec.hostIPC");
  }

  /**
   * ISO-3: the annotation may go without a review, so the stored pod has a violation. It must not
   * hide what the next container brings.
   */
  @Test
  void reportsNewViolationsNextToAKnownOne() {
    String pod =
        """
        metadata: {name: p%s}
        spec:
          volumes: [{name: s, hostPath: {path: /run/docker.sock}}]
          containers: [{name: c, image: busybox}]
          ephemeralContainers: [%s]
        """;
    String annotated = ", annotations: {eci.dev/ids: '100000'}";
    String known = "{name: e1, image: busybox, securityContext: {runAsUser: 100000}}";
    String evil = "{name: e2, image: evil, volumeMounts: [{name: s, mountPath: /s}]}";

    assertThat(pod(pod.formatted("", ""), pod.formatted(annotated, "")).isAllowed()).isTrue();
    assertThat(pod(pod.formatted(annotated, ""), pod.formatted(annotated, known)).isAllowed())
        .isTrue();
    String stored = pod.formatted("", known);
    assertThat(pod(pod.formatted(annotated, known), stored).isAllowed()).isTrue();
    assertThat(Reviews.lines(pod(stored, pod.formatted("", known + ", " + evil))))
        .singleElement()
        .asString()
        .startsWith("RES-3 (EciPolicy \"default\") spec.ephemeralContainers[1].volumeMounts[0]: ");
  }

  /** A patch decides the order of ephemeral containers; the API server compares them by name. */
  @Test
  void matchesContainersByName() {
    String pod =
        """
        spec:
          volumes:
            - {name: v, csi: {driver: d.example, volumeAttributes: {hostPath: /etc}}}
            - {name: s, hostPath: {path: /run/docker.sock}}
          containers: [{name: c, image: busybox}]
          ephemeralContainers: [%s]
        """;
    String plain = "{name: b, image: busybox}";
    String mounting = "{name: m, image: evil, volumeMounts: [{name: v, mountPath: /v}]}";
    String known = "{name: k, image: busybox, volumeMounts: [{name: s, mountPath: /s}]}";

    for (String order : List.of(plain + ", " + mounting, mounting + ", " + plain)) {
      assertThat(Reviews.lines(pod(pod.formatted(plain), pod.formatted(order))))
          .singleElement()
          .asString()
          .startsWith("RES-2 (EciPolicy \"default\") spec.volumes[0]");
    }
    assertThat(pod(pod.formatted(mounting), pod.formatted(plain + ", " + mounting)).isAllowed())
        .as("a moved container that has the volume")
        .isTrue();
    assertThat(pod(pod.formatted(known), pod.formatted(plain + ", " + known)).isAllowed())
        .as("a moved container with a violation of its own")
        .isTrue();
  }

  /** The runtime class of an existing pod cannot be changed. */
  @Test
  void requiresNoRuntimeClassOnUpdate() {
    assertThat(
            pod(
                    "{spec: {containers: [{name: c, image: busybox}]}}",
                    "{spec: {containers: [{name: c, image: alpine}]}}")
                .isAllowed())
        .isTrue();
  }

  @Test
  void admitsDeletion() {
    assertThat(
            ReviewFixture.validate(Reviews.delete("", "Pod", OLD_POD.formatted("")), "default: {}"))
        .isEqualTo(ReviewResponse.allow());
  }

  private static ReviewResponse deployment(String before, String after) {
    return ReviewFixture.validate(
        Reviews.update("apps", "Deployment", before, after), "default: {}");
  }

  private static ReviewResponse pod(String before, String after) {
    return ReviewFixture.validate(Reviews.updatePod(before, after), "default: {}");
  }
}
