// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RES-2 and RES-3 are reported at the volume or mount, in containers of every kind. */
class FieldPathsTest {
  private static final String POD =
      """
      spec:
        runtimeClassName: eci
        volumes:
        - {name: tmp, emptyDir: {}}
        - {name: sock, hostPath: {path: /var/run/docker.sock, type: Socket}}
        - {name: etc, hostPath: {path: /etc}}
        initContainers:
        - {name: i, image: busybox, volumeMounts: [{name: sock, mountPath: /s}]}
        containers:
        - {name: a, image: busybox, volumeMounts: [{name: tmp, mountPath: /tmp}]}
        - {name: b, image: busybox, volumeMounts: [{name: tmp, mountPath: /tmp}, {name: sock, mountPath: /s}]}
        ephemeralContainers:
        - {name: e, image: busybox, volumeMounts: [{name: sock, mountPath: /s}]}
      """;

  @Test
  void namesEveryField() {
    assertThat(Reviews.lines(ReviewFixture.validate(Reviews.createPod(POD), "default: {}")))
        .extracting(line -> line.substring(0, line.indexOf(": ")))
        .containsExactly(
            "RES-3 (EciPolicy \"default\") spec.initContainers[0].volumeMounts[0]",
            "RES-3 (EciPolicy \"default\") spec.containers[1].volumeMounts[1]",
            "RES-3 (EciPolicy \"default\") spec.ephemeralContainers[0].volumeMounts[0]",
            "RES-2 (EciPolicy \"default\") spec.volumes[2].hostPath.path");
  }

  @Test
  void alsoChecksPodTemplates() {
    String cronJob = "spec:\n  jobTemplate:\n    spec:\n      template:\n" + POD.indent(8);

    assertThat(
            Reviews.lines(
                ReviewFixture.validate(Reviews.create("batch", "CronJob", cronJob), "default: {}")))
        .hasSize(4)
        .allSatisfy(line -> assertThat(line).contains(" spec.jobTemplate.spec.template.spec."));
  }
}
