// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.system.cluster.Pods;
import dev.eci.system.cluster.RequiresKindCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** ISO-1 to ISO-3: each pod of any kind has its own range, and the right file owners inside. */
@RequiresKindCluster
@Order(10)
class PodKindsTest {
  private static final String OWN = "0 \\d{5,10} 65536";

  private Pods pods;

  @BeforeEach
  void namespace(Cluster cluster) {
    pods = Pods.createNamespace(cluster, "kinds");
  }

  @Test
  void sharesRangeWithinPodOnly() {
    pods.start(
        "pair",
        """
        initContainers: [{name: side, restartPolicy: Always, image: "eci-test/busybox:lab", imagePullPolicy: Never, command: [sleep, "3600"]}]
        """
            + Pods.sleeping());
    pods.start("other", Pods.sleeping());

    String main = pods.uidMap("pair", "main");
    assertThat(main).matches(OWN).isEqualTo(pods.uidMap("pair", "side"));
    assertThat(pods.uidMap("other", "main")).matches(OWN).isNotEqualTo(main);
  }

  @Test
  void showsVolumesAndFilesOwnedByContainerRoot() {
    pods.start(
        "files",
        """
        volumes: [{name: scratch, emptyDir: {}}, {name: settings, configMap: {name: kube-root-ca.crt}}]
        containers:
          - name: main
            image: "eci-test/busybox:lab"
            imagePullPolicy: Never
            command: [sleep, "3600"]
            volumeMounts: [{name: scratch, mountPath: /scratch}, {name: settings, mountPath: /settings}]
        """);

    String owners =
        pods.exec(
                "files",
                "sh",
                "-c",
                "touch /scratch/new /new; stat -c '%u:%g' /scratch /scratch/new /new /settings/ca.crt /bin/busybox /etc/passwd")
            .orThrow();
    assertThat(owners.lines()).hasSize(6).containsOnly("0:0");
  }

  @Test
  void givesRangeToContainerWithOtherUser() {
    pods.start("user", "securityContext: {runAsUser: 1000}\n" + Pods.sleeping());

    assertThat(pods.uidMap("user", "main")).matches(OWN);
    assertThat(pods.exec("user", "id", "-u").orThrow()).isEqualTo("1000");
  }

  /** The kubelet's user namespaces end at 65535, so eci-runtime gives the pod another. */
  @Test
  void keepsIdsAbove65535OfUnprotectedPod(Cluster cluster) {
    Pods plain = new Pods(cluster, "kube-system");
    String expected = idsAndOwners(plain);
    String found = idsAndOwners(pods);
    plain.delete("high");

    assertThat(expected).contains("uid=1000620000").contains("/scratch/new 1000620000:2000000000");
    assertThat(found).isEqualTo(expected);
    assertThat(pods.uidMap("high", "main")).startsWith("0 ").contains(" 65536 1000603648 ");
    assertThat(cluster.get("pod", "-n", "kinds", "high").at("/spec/hostUsers").isMissingNode())
        .isTrue();
  }

  private static String idsAndOwners(Pods pods) {
    pods.start(
        "high",
        """
        securityContext: {runAsUser: 1000620000, runAsGroup: 70000, fsGroup: 2000000000, supplementalGroups: [1234567]}
        volumes: [{name: scratch, emptyDir: {}}]
        initContainers:
          - name: first
            image: "eci-test/busybox:lab"
            imagePullPolicy: Never
            securityContext: {runAsUser: 1000620001}
            command: [sh, -c, "touch /scratch/first"]
            volumeMounts: [{name: scratch, mountPath: /scratch}]
        containers:
          - name: main
            image: "eci-test/busybox:lab"
            imagePullPolicy: Never
            command: [sleep, "3600"]
            volumeMounts: [{name: scratch, mountPath: /scratch}]
        """);
    return pods.exec(
            "high",
            "sh",
            "-c",
            "id; touch /scratch/new /tmp/new; stat -c '%n %u:%g %a' /scratch /scratch/* /tmp/new")
        .orThrow();
  }

  /** Seen from the node, container root is no root, and it owns nothing there. */
  @Test
  void runsContainerRootAsUnprivilegedNodeUser(Cluster cluster) {
    pods.start("seen", Pods.sleeping().replace("3600", "3217"));

    String uid = cluster.node("bash", "-c", "stat -c %u /proc/$(pgrep -f '^sleep 3217')").orThrow();
    assertThat(Long.parseLong(uid)).isGreaterThanOrEqualTo(65536);
    assertThat(pods.uidMap("seen", "main")).isEqualTo("0 " + uid + " 65536");
  }

  /** A controller creates a Job's pod, not a user. */
  @Test
  void protectsPodOfJob(Cluster cluster) {
    cluster
        .apply(
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: map, namespace: kinds}
            spec:
              backoffLimit: 0
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: main, image: "eci-test/busybox:lab", imagePullPolicy: Never, command: [cat, /proc/self/uid_map]}]
            """)
        .orThrow();
    cluster
        .kubectl("-n", "kinds", "wait", "--for=condition=Complete", "job/map", "--timeout=90s")
        .orThrow();

    String map = cluster.kubectl("-n", "kinds", "logs", "job/map").orThrow();
    assertThat(map.replaceAll("\\s+", " ").strip()).matches(OWN);
  }
}
