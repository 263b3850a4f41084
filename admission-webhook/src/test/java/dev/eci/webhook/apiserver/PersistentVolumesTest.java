// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RES-2 and RES-3 for PersistentVolumes and claims: at creation, at binding, and at use. */
@QuarkusTest
@WithTestResource(RealCluster.class)
class PersistentVolumesTest extends ApiServerTestBase {
  private static final String NAMESPACE = "volumes";

  @Override
  void prepare() {
    protect(NAMESPACE, "hostPaths: {allowed: [/etc/app]}");
  }

  @ParameterizedTest(name = "{1} {2}")
  @CsvSource({
    "etc, hostPath, /etc, RES-2",
    "root, local, /, RES-2",
    "sock, hostPath, /var/run/docker.sock, RES-3",
    "kubelet, local, /var/lib/kubelet/pods, RES-2",
    "disk, local, /dev/sda, RES-2",
    "app, hostPath, /etc/app/x, ''",
    "provisioned, hostPath, /opt/local-path-provisioner/pvc-1, ''",
    "ssd, local, /mnt/disks/ssd1, ''",
  })
  void checksVolumesCreatedForAClaim(String name, String type, String path, String rule) {
    String denial = volume(name, type, path, NAMESPACE).denial();

    if (rule.isEmpty()) {
      assertThat(denial).isEmpty();
    } else {
      assertThat(DenialLine.lines(denial))
          .extracting(DenialLine::violation)
          .containsExactly(rule + " spec." + type + ".path");
    }
  }

  /** ISO-4: the disk that the volume names can be the node's. */
  @Test
  void checksTypesOfVolumes() {
    String fc =
        """
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: %s}
        spec:
          capacity: {storage: 1Gi}
          accessModes: [ReadWriteOnce]
          fc: {wwids: [disk-part1], fsType: ext4}
          %s
        """;
    String claimed = fc.formatted("disk-a", "claimRef: {namespace: volumes, name: disk-a}");
    assertThat(DenialLine.lines(ManifestYaml.from(client(), claimed).denial()))
        .singleElement()
        .satisfies(line -> {
          assertThat(line.violation()).isEqualTo("ISO-4 spec.fc");
          assertThat(line.sentence())
              .isEqualTo(
                  "enhanced container isolation: persistent volume \"disk-a\" is denied, because a"
                      + " volume of type \"fc\" can be a disk of the node; if you wish to allow it,"
                      + " add \"fc\" to spec.volumes.allowedTypes in EciPolicy \"volumes\".");
        });
    var _ = ManifestYaml.from(client(), fc.formatted("disk-b", "")).create();
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(20))
        .until(() -> claim("disk-b").denial().contains("ISO-4"));
  }

  /** No policy here applies to all namespaces, and the volume names no claim. */
  @Test
  void checksVolumesWhenBoundAndUsed() {
    var _ = volume("static", "hostPath", "/etc/kubernetes", null).create();
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(20))
        .until(() -> claim("static").denial().contains("RES-2"));

    assertThat(DenialLine.lines(claim("static").denial()))
        .singleElement()
        .satisfies(line -> {
          assertThat(line.violation()).isEqualTo("RES-2 spec.volumeName");
          assertThat(line.sentence())
              .isEqualTo(
                  "enhanced container isolation: persistent volume \"static\" is denied, because"
                      + " it is host path \"/etc/kubernetes\"; if you wish to allow it, add the path"
                      + " to spec.hostPaths in EciPolicy \"volumes\".");
        });
    assertThat(claim("nothing-yet").denial()).isEmpty();
  }

  /** The claim is bound before the policy exists. */
  @Test
  void checksVolumesWhenUsedUnderLaterPolicy() {
    Namespaces.create(client(), "volumes-late");
    var _ = volume("early", "local", "/etc", "volumes-late").create();
    var _ = claim("volumes-late", "early").create();
    var _ = Namespaces.policy(client(), "volumes-late", "volumes-late", "").create();
    Namespaces.awaitPolicy(client(), "volumes-late");

    String pod =
        """
        volumes: [{name: v, persistentVolumeClaim: {claimName: early}}]
        containers: [{name: c, image: busybox, volumeMounts: [{name: v, mountPath: /v}]}]
        """;
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(20))
        .until(() -> !ManifestYaml.pod(client(), "volumes-late", "p", pod).denial().isEmpty());
    assertThat(DenialLine.lines(ManifestYaml.pod(client(), "volumes-late", "p", pod).denial()))
        .extracting(DenialLine::violation)
        .containsExactly("RES-2 spec.volumes[0].persistentVolumeClaim.claimName");
  }

  private ManifestYaml volume(String name, String type, String path, String claimant) {
    String affinity =
        "nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}";
    return ManifestYaml.from(
        client(),
        """
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: %s}
        spec:
          capacity: {storage: 1Gi}
          accessModes: [ReadWriteOnce]
          %s: {path: %s}
        """
                .formatted(name, type, path)
            + (type.equals("local") ? affinity.indent(2) : "")
            + (claimant == null
                ? ""
                : "claimRef: {namespace: %s, name: %s}".formatted(claimant, name).indent(2)));
  }

  private ManifestYaml claim(String volume) {
    return claim(NAMESPACE, volume);
  }

  private ManifestYaml claim(String namespace, String volume) {
    return ManifestYaml.from(
        client(),
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {namespace: %s, name: %s}
        spec:
          accessModes: [ReadWriteOnce]
          resources: {requests: {storage: 1Gi}}
          volumeName: %s
        """
            .formatted(namespace, volume, volume));
  }
}
