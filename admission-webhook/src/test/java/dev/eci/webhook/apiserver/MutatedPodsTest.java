// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.pod.NodeCapabilityLabels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What admission changes in a pod, and that it changes nothing else. */
@QuarkusTest
@WithTestResource(RealCluster.class)
class MutatedPodsTest extends ApiServerTestBase {
  private static final String NAMESPACE = "mutated";
  private static final String MILD = "mutated-preferred";

  @Override
  void prepare() {
    protect(NAMESPACE, "dockerSocketMount: {imageList: {images: [\"*\"]}}");
    protect(MILD, "runtime: {userNamespaces: Preferred}");
  }

  /** SOCK-4. */
  @Test
  void swapsDockerSocketForProxiedSocket() {
    PodSpec spec =
        create(
                NAMESPACE,
                "sock",
                """
                volumes: [{name: d, emptyDir: {}}, {name: s, hostPath: {path: /var/run/docker.sock}}]
                containers: [{name: c, image: docker, volumeMounts: [{name: s, mountPath: /var/run/docker.sock}]}]
                """)
            .getSpec();

    assertThat(spec.getVolumes().get(1).getHostPath().getPath())
        .isEqualTo("/run/eci/docker/docker.sock");
    assertThat(spec.getVolumes().get(1).getHostPath().getType()).isEqualTo("Socket");
    assertThat(spec.getContainers().getFirst().getImage()).isEqualTo("docker");
    assertThat(spec.getContainers().getFirst().getVolumeMounts().getFirst().getMountPath())
        .isEqualTo("/var/run/docker.sock");
  }

  /** SOCK-4: else containerd creates a directory where the agent has not created the socket yet. */
  @Test
  void makesPodThatNamesProxiedSocketWaitForIt() {
    PodSpec spec =
        create(
                NAMESPACE,
                "own-sock",
                """
                volumes: [{name: s, hostPath: {path: /run/eci/docker/docker.sock}}, {name: f, hostPath: {path: /run/eci/docker/docker.sock, type: File}}]
                containers: [{name: c, image: docker, volumeMounts: [{name: s, mountPath: /var/run/docker.sock}, {name: f, mountPath: /f}]}]
                """)
            .getSpec();

    assertThat(spec.getVolumes())
        .extracting(volume -> volume.getHostPath().getType())
        .containsExactly("Socket", "File");
  }

  /** ISO-9. */
  @Test
  void keepsSecurityContextOfPod() {
    var context =
        create(
                NAMESPACE,
                "own",
                """
                containers:
                - name: c
                  image: busybox
                  securityContext:
                    privileged: true
                    seccompProfile: {type: Localhost, localhostProfile: p.json}
                    seLinuxOptions: {type: spc_t}
                """)
            .getSpec()
            .getContainers()
            .getFirst()
            .getSecurityContext();

    assertThat(context.getPrivileged()).isTrue();
    assertThat(context.getSeccompProfile().getLocalhostProfile()).isEqualTo("p.json");
    assertThat(context.getSeLinuxOptions().getType()).isEqualTo("spc_t");
  }

  /** ISO-3: eci-runtime creates the user namespace, because containerd would reject the volume. */
  @Test
  void preferredAdmitsUnmappableVolumes() {
    Pod pod = create(MILD, "nfs", "volumes: [{name: v, nfs: {server: a, path: /}}]");

    assertThat(pod.getMetadata().getAnnotations().get("eci.dev/notice"))
        .contains(
            "files of volume \"v\" are owned by the overflow UID 65534 inside, because it is of type NFS");
  }

  /** ISO-1. */
  @Test
  void preferredLabelsUnprotectedPods() {
    Pod pod = create(MILD, "windows", "os: {name: windows}");

    assertThat(pod.getMetadata().getLabels()).containsEntry("eci.dev/unprotected", "true");
    assertThat(pod.getMetadata().getAnnotations().get("eci.dev/notice"))
        .contains("Windows has no user namespaces");
    assertThat(pod.getSpec().getRuntimeClassName()).isNull();
  }

  /** ISO-1: a node without ECI, which the author chose. */
  @Test
  void preferredRejectsChosenNode() {
    assertThat(ManifestYaml.pod(client(), MILD, "chosen", "nodeName: plain").denial())
        .contains("ISO-1 (EciPolicy \"mutated-preferred\") spec.nodeName: ")
        .contains("leave nodeName unset so that another node is found, or exempt this pod in");
  }

  /** ADR 14: the mutation sets what the API server would add for the runtime class. */
  @Test
  void reviewsEachPodOnce() {
    create(NAMESPACE, "first", "containers: [{name: c, image: busybox}]");
    long before = mutationReviews();

    Pod pod =
        create(
            NAMESPACE,
            "once",
            "nodeSelector: {disk: ssd}\ncontainers: [{name: c, image: busybox}]");

    assertThat(mutationReviews() - before).isEqualTo(1);
    assertThat(pod.getSpec().getNodeSelector())
        .isEqualTo(Map.of("disk", "ssd", NodeCapabilityLabels.LABEL, NodeCapabilityLabels.READY));
  }

  /** From the metrics of the API server. */
  private long mutationReviews() {
    return client()
        .raw("/metrics")
        .lines()
        .filter(line ->
            line.startsWith("apiserver_admission_webhook_admission_duration_seconds_count{")
                && line.contains("type=\"admit\""))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private Pod create(String namespace, String name, String fields) {
    return (Pod) ManifestYaml.pod(client(), namespace, name, fields).create();
  }
}
