// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RES-1 to RES-3, ISO-1 and ISO-7 as kubectl shows them. */
@QuarkusTest
@WithTestResource(RealCluster.class)
class DeniedPodsTest extends ApiServerTestBase {
  private static final String NAMESPACE = "denied-pods";

  @Override
  void prepare() {
    protect(NAMESPACE, "dockerSocketMount: {imageList: {images: [docker:cli]}}");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "hostNetwork: true | RES-1 (EciPolicy \"denied-pods\") spec.hostNetwork: enhanced container isolation: sharing the node's network namespace is denied; if you wish to allow it, exempt this pod in spec.exemptions of EciPolicy \"denied-pods\".",
        "hostPID: true     | RES-1 (EciPolicy \"denied-pods\") spec.hostPID: enhanced container isolation: sharing the node's pid namespace is denied; if you wish to allow it, exempt this pod in spec.exemptions of EciPolicy \"denied-pods\".",
        "hostIPC: true     | RES-1 (EciPolicy \"denied-pods\") spec.hostIPC: enhanced container isolation: sharing the node's ipc namespace is denied; if you wish to allow it, exempt this pod in spec.exemptions of EciPolicy \"denied-pods\".",
        "hostUsers: true   | ISO-1 (EciPolicy \"denied-pods\") spec.hostUsers: enhanced container isolation: a container without a private user namespace is denied; leave hostUsers unset or set it to false, or exempt this pod in spec.exemptions of EciPolicy \"denied-pods\".",
      })
  void rejectsHostNamespaces(String field, String message) {
    assertThat(denial(field))
        .isEqualTo("admission webhook \"pods.eci.dev\" denied the request: " + message);
  }

  /** ISO-4: authors of exempt pods do not get the node by that. */
  @Test
  void holdsExemptPodsToBaselineUnlessTheirExemptionSaysPrivileged() {
    String exempt = "exemptions: [{serviceAccounts: [%s/tool], reason: not compatible%s}]";
    protect("exempt-plain", exempt.formatted("exempt-plain", ""));
    protect("exempt-privileged", exempt.formatted("exempt-privileged", ", privileged: true"));
    String privileged =
        "serviceAccountName: tool\nhostPID: true\ncontainers: [{name: c, image: busybox, securityContext: {privileged: true}}]";
    String remedy =
        " is denied, because spec.exemptions[0] exempts the pod but holds it to the level baseline of Pod Security;"
            + " leave it out, or add \"privileged: true\" to spec.exemptions[0] of EciPolicy \"exempt-plain\".";

    assertThat(denialIn("exempt-plain", privileged))
        .contains(
            "ISO-4 (EciPolicy \"exempt-plain\") spec.hostPID: enhanced container isolation: \"hostPID\""
                + remedy,
            "ISO-4 (EciPolicy \"exempt-plain\") spec.containers[0].securityContext.privileged:"
                + " enhanced container isolation: \"privileged\""
                + remedy);
    assertThat(denialIn("exempt-plain", "serviceAccountName: tool")).isEmpty();
    assertThat(denialIn("exempt-privileged", privileged)).isEmpty();
  }

  @Test
  void reportsDockerDesktopMessageForDockerSocket() {
    assertThat(mounting("/var/run/docker.sock"))
        .isEqualTo(
            "admission webhook \"pods.eci.dev\" denied the request: RES-3 (EciPolicy"
                + " \"denied-pods\") spec.containers[0].volumeMounts[0]: enhanced container"
                + " isolation: docker socket mount denied for container with image"
                + " \"docker.io/library/busybox\"; image is not in the allowed list; if you wish to"
                + " allow it, configure the docker socket image list in EciPolicy \"denied-pods\".");
  }

  @Test
  void rejectsContainerdSocket() {
    assertThat(mounting("/run/containerd/containerd.sock"))
        .isEqualTo(
            "admission webhook \"pods.eci.dev\" denied the request: RES-3 (EciPolicy"
                + " \"denied-pods\") spec.containers[0].volumeMounts[0]: enhanced container"
                + " isolation: containerd socket mount denied for container with image"
                + " \"docker.io/library/busybox\"; if you wish to allow it, exempt this container's"
                + " pod in spec.exemptions of EciPolicy \"denied-pods\".");
  }

  /** The API server rejects some of these paths by itself; none may be admitted. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/var/run/../run/docker.sock",
        "/data/../run/docker.sock",
        "//run//docker.sock",
        "/var/run/docker.sock/",
        "/./run/./docker.sock",
        "/run/docker.sock/.",
        "/proc/1/root/run/docker.sock",
        "/proc/self/root/run/docker.sock",
        "/proc/thread-self/root/run/docker.sock",
        "/run/user/1000/docker.sock",
        "/var/run",
        "/var/lib/kubelet/device-plugins",
        "/",
        "/.",
        "run/docker.sock",
        "/run/docker.sock\\n",
      })
  void rejectsSocketPathsInAnySpelling(String path) {
    assertThat(mounting(path)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"subPath: .", "subPath: ./", "subPath: x", "subPathExpr: $(DOT)"})
  void rejectsSubPathsOfSocket(String subPath) {
    assertThat(
            denial(
                """
                volumes: [{name: v, hostPath: {path: /run/docker.sock}}]
                containers:
                - name: c
                  image: busybox
                  env: [{name: DOT, value: .}]
                  volumeMounts: [{name: v, mountPath: /v, %s}]
                """
                    .formatted(subPath)))
        .contains("docker socket mount denied");
  }

  @Test
  void rejectsOtherRuntimeClass() {
    assertThat(denial("runtimeClassName: kata"))
        .contains("runtime class \"kata\" is denied")
        .contains("spec.runtimeClassName");
  }

  /** The API server removes a deletionTimestamp that a user sets, so it must change nothing. */
  @Test
  void rejectsPodWithForgedDeletionTimestamp() {
    assertThat(
            ManifestYaml.from(
                    client(),
                    """
                    apiVersion: v1
                    kind: Pod
                    metadata: {namespace: %s, name: dying, deletionTimestamp: "2020-01-01T00:00:00Z"}
                    spec: {hostPID: true, containers: [{name: c, image: busybox}]}
                    """
                        .formatted(NAMESPACE))
                .denial())
        .contains("RES-1");
  }

  private String mounting(String path) {
    return denial(
        """
        volumes: [{name: v, hostPath: {path: "%s"}}]
        containers: [{name: c, image: busybox, volumeMounts: [{name: v, mountPath: /v}]}]
        """
            .formatted(path));
  }

  private String denial(String fields) {
    return denialIn(NAMESPACE, fields);
  }

  private String denialIn(String namespace, String fields) {
    return ManifestYaml.pod(client(), namespace, "denied", fields).denial();
  }
}
