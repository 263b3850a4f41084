// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.bypass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.system.cluster.Pods;
import dev.eci.system.cluster.RequiresKindCluster;
import dev.eci.system.cluster.WithoutFallbackPolicy;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The node evaluates again what did not pass admission. The webhook excludes kube-system (a cold
 * start needs that) and the fallback admission policy is removed, so a pod there stands for every
 * way around admission.
 */
@RequiresKindCluster
@Order(30)
class AdmissionBypassTest {
  private static final String RUNTIME = "runtimeClassName: eci\n";

  private static WithoutFallbackPolicy floor;

  @BeforeAll
  static void removeFallbackPolicy(Cluster cluster) {
    floor = new WithoutFallbackPolicy(cluster);
  }

  @AfterAll
  static void restoreFallbackPolicy() {
    floor.close();
  }

  @AfterEach
  void remove(Cluster cluster) {
    new Pods(cluster, "kube-system")
        .delete("plain", "users", "others", "network", "socket", "subpath");
  }

  /**
   * The attack works without ECI: the same pod under the node's own runtime runs and has the node's
   * users.
   */
  @Test
  void runsAsNodeRootWithoutEciRuntime(Cluster cluster) {
    Pods pods = new Pods(cluster, "kube-system");
    pods.start("plain", "hostNetwork: true\nhostPID: true\n" + Pods.sleeping());
    assertThat(pods.uidMap("plain", "main")).isEqualTo("0 0 4294967295");
  }

  /** The CRI gave it none, so the runtime does. */
  @Test
  void addsUserNamespaceToPodWithoutOne(Cluster cluster) {
    Pods pods = new Pods(cluster, "kube-system");
    pods.start(
        "users",
        RUNTIME
            + """
            containers:
              - {name: main, image: "eci-test/busybox:lab", imagePullPolicy: Never, command: [sleep, "3600"]}
              - {name: second, image: "eci-test/busybox:lab", imagePullPolicy: Never, command: [sleep, "3600"]}
            """);
    pods.start("others", RUNTIME + Pods.sleeping());

    String map = pods.uidMap("users", "main");
    assertThat(map).matches("0 \\d{5,10} 65536").isEqualTo(pods.uidMap("users", "second"));
    assertThat(pods.uidMap("others", "main")).matches("0 \\d{5,10} 65536").isNotEqualTo(map);
  }

  @Test
  void addsUserNamespaceDespiteHostUsers(Cluster cluster) {
    Pods pods = new Pods(cluster, "kube-system");
    pods.start("users", RUNTIME + "hostUsers: true\n" + Pods.sleeping());

    assertThat(pods.uidMap("users", "main")).matches("0 \\d{5,10} 65536");
  }

  @Test
  void rejectsContainerOnHostNetwork(Cluster cluster) {
    assertDenied(cluster, "network", RUNTIME + "hostNetwork: true\n" + Pods.sleeping(), "RES-1");
  }

  @Test
  void rejectsContainerWithEngineSocket(Cluster cluster) {
    assertDenied(
        cluster,
        "socket",
        RUNTIME
            + """
            hostUsers: false
            volumes: [{name: node, hostPath: {path: /run/containerd/containerd.sock}}]
            containers:
              - name: main
                image: "eci-test/busybox:lab"
                imagePullPolicy: Never
                command: [sleep, "3600"]
                volumeMounts: [{name: node, mountPath: /node.sock}]
            """,
        "containerd socket mount denied for container with image \"docker.io/eci-test/busybox\"");
  }

  /** The kubelet binds a subPath in the pod's own directory, so the path says nothing. */
  @Test
  void rejectsSubPathOfHostPath(Cluster cluster) {
    String spec =
        """
        hostUsers: %s
        volumes: [{name: node, hostPath: {path: /}}, {name: own, emptyDir: {}}]
        containers:
          - name: main
            image: "eci-test/busybox:lab"
            imagePullPolicy: Never
            command: [sleep, "3600"]
            volumeMounts:
              - {name: %s, mountPath: /x, subPath: etc}
              - {name: own, mountPath: /own, subPath: part}
        """;
    Pods pods = new Pods(cluster, "kube-system");
    pods.start("plain", spec.formatted("true", "node"));
    assertThat(pods.exec("plain", "sh", "-c", "ls /x/kubernetes").orThrow()).contains("manifests");
    pods.start("users", RUNTIME + spec.formatted("false", "own"));
    pods.exec("users", "sh", "-c", "touch /own/file /x/file").orThrow();
    assertDenied(cluster, "subpath", RUNTIME + spec.formatted("false", "node"), "(RES-2");
  }

  private static void assertDenied(Cluster cluster, String pod, String spec, String text) {
    Pods pods = new Pods(cluster, "kube-system");
    pods.apply(pod, spec).orThrow();
    String events =
        Cluster.await(
            "an event says why",
            Duration.ofMinutes(1),
            () -> pods.events(pod),
            e -> e.contains("enhanced container isolation:"));
    assertThat(events).contains(text);
    assertThat(
            cluster
                .kubectl(
                    "-n",
                    "kube-system",
                    "get",
                    "pod",
                    pod,
                    "-o",
                    "jsonpath={.status.containerStatuses[*].state.running}")
                .orThrow())
        .isEmpty();
  }
}
