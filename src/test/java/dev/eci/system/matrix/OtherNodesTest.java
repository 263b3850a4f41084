// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.harness.Command.Result;
import dev.eci.harness.Lab;
import dev.eci.harness.Product;
import dev.eci.system.cluster.DeclaredVolumes;
import dev.eci.system.cluster.NodeFileChecksums;
import dev.eci.system.cluster.Pods;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nodes with another container runtime or OCI runtime than the lab's usual ones. They have to be
 * built first, so this is no part of {@code make test} but of {@code make test-matrix}.
 */
@Tag("kind")
@Tag("matrix")
class OtherNodesTest {
  private static final String OWN = "0 \\d{5,10} 65536";
  private static final String POLICY =
      "{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: default}, spec: {}}";

  @ParameterizedTest
  @ValueSource(strings = {"containerd1"})
  void protectsPodsAndRestoresNode(String kind) {
    String name = "eci-k-" + kind;
    Lab.deleteCluster(name);
    Cluster cluster = Lab.cluster(name, kind);
    try {
      restartedOnce(cluster);
      NodeFileChecksums untouched = NodeFileChecksums.of(cluster);
      Product.loadImages(cluster);
      Product.install(cluster, Map.of());
      Product.awaitNodes(cluster);
      Product.applyPolicy(cluster, POLICY);

      pods(cluster);
      if (kind.equals("containerd1")) {
        assertThat(cluster.get("pod", "-n", "kinds", "pair").at("/spec/hostUsers").isMissingNode())
            .as("its kubelet would reject hostUsers: false")
            .isTrue();
        assertThat(cluster.get("ecinodes").toString())
            .contains("\"podUserNamespaces\":false")
            .contains("gives pods no user namespaces itself");
      }

      cluster.kubectl("delete", "namespace", "kinds", "--timeout=90s").orThrow();
      Product.uninstall(cluster);
      assertThat(NodeFileChecksums.of(cluster)).isEqualTo(untouched);
    } finally {
      Lab.deleteCluster(name);
    }
  }

  /**
   * containerd 1.7 takes a sandbox for leaked, when it starts, whose processes runc does not find
   * in its cgroup, as happens to some of those that kubeadm starts on the lab's nodes: its pod is
   * recreated, perhaps the API server's. The first restart would do that; so ECI must not be it.
   */
  private static void restartedOnce(Cluster cluster) {
    cluster.node("systemctl", "restart", "containerd").orThrow();
    Cluster.await(
        "the control plane stays",
        Duration.ofMinutes(2),
        () -> {
          cluster.node("sleep", "10").orThrow();
          return cluster.kubectl(
              "-n",
              "kube-system",
              "wait",
              "--for=condition=Ready",
              "pods",
              "--all",
              "--timeout=60s");
        },
        Result::isSuccess);
  }

  private static void pods(Cluster cluster) {
    Pods pods = Pods.createNamespace(cluster, "kinds");
    pods.start(
        "pair",
        """
        initContainers: [{name: side, restartPolicy: Always, image: "eci-test/busybox:lab", imagePullPolicy: Never, command: [sleep, "3600"]}]
        volumes: [{name: scratch, emptyDir: {}}, {name: settings, configMap: {name: kube-root-ca.crt}}]
        containers:
          - name: main
            image: "eci-test/busybox:lab"
            imagePullPolicy: Never
            command: [sh, -c, "echo began as $(id -u) > /dev/stdout; exec sleep 3600"]
            volumeMounts: [{name: scratch, mountPath: /scratch}, {name: settings, mountPath: /settings}]
        """);
    pods.start("other", Pods.sleeping());
    pods.start(
        "privileged",
        Pods.sleeping().replace("name: main,", "name: main, securityContext: {privileged: true},"));

    assertThat(cluster.kubectl("-n", "kinds", "logs", "pair", "-c", "main").orThrow())
        .isEqualTo("began as 0");
    assertThat(pods.exec("pair", "sh", "-c", "echo opened > /dev/stdout").orThrow())
        .as("an exec's standard streams, which containerd 1.7 creates as the node's root")
        .isEqualTo("opened");
    DeclaredVolumes.load(cluster);
    String volumes = DeclaredVolumes.read(new Pods(cluster, "kube-system"), "declared");
    assertThat(volumes).contains("/data 1000:1000").contains("denied");
    assertThat(DeclaredVolumes.read(pods, "declared"))
        .as("VOLUMEs of the image")
        .isEqualTo(volumes);
    cluster.kubectl("-n", "kube-system", "delete", "pod", "declared", "--now").orThrow();
    String main = pods.uidMap("pair", "main");
    assertThat(main).matches(OWN).isEqualTo(pods.uidMap("pair", "side"));
    assertThat(pods.uidMap("other", "main")).matches(OWN).isNotEqualTo(main);
    assertThat(pods.uidMap("privileged", "main")).matches(OWN);
    assertThat(
            pods.exec(
                    "pair",
                    "sh",
                    "-c",
                    "touch /scratch/new /new; stat -c '%u:%g' /scratch /scratch/new /new /settings/ca.crt /bin/busybox")
                .orThrow()
                .lines())
        .hasSize(5)
        .containsOnly("0:0");
    assertThat(pods.exec("privileged", "sh", "-c", "mknod /tmp/disk b 7 0").isSuccess()).isFalse();
    pods.exec("privileged", "sh", "-c", "mkdir -p /t && mount -t tmpfs none /t && umount /t")
        .orThrow();
  }
}
