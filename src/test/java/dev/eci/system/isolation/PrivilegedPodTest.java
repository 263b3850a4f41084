// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.system.cluster.Pods;
import dev.eci.system.cluster.RequiresKindCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * ISO-4: privileged, but only inside its user namespace. Each attack is first shown to work without
 * us.
 */
@RequiresKindCluster
@Order(11)
class PrivilegedPodTest {
  private static final String PRIVILEGED =
      "containers: [{name: main, image: \"eci-test/busybox:lab\", imagePullPolicy: Never, securityContext: {privileged: true}, command: [sleep, \"3600\"]}]\n";

  /** Writes a node-wide sysctl's own value back: harmless where it works. */
  private static final String HOST_SYSCTL =
      "cat /proc/sys/kernel/panic > /tmp/v && cat /tmp/v > /proc/sys/kernel/panic";

  private static final String MAKE_DEVICE = "mknod /tmp/disk b 7 0 && rm /tmp/disk";

  private Pods pods;
  private Pods unprotected;

  @BeforeEach
  void start(Cluster cluster) {
    pods = Pods.createNamespace(cluster, "kinds");
    pods.start("privileged", PRIVILEGED);
    // left out by the webhook, so this one is privileged on the node
    unprotected = new Pods(cluster, "kube-system");
    unprotected.start("privileged", PRIVILEGED);
  }

  @Test
  void deniesAttacksOnNode() {
    for (String attack : new String[] {HOST_SYSCTL, MAKE_DEVICE}) {
      assertThat(unprotected.exec("privileged", "sh", "-c", attack).isSuccess())
          .as(attack)
          .isTrue();
      assertThat(pods.exec("privileged", "sh", "-c", attack).isSuccess()).as(attack).isFalse();
    }
    unprotected.delete("privileged");
  }

  @Test
  void allowsPrivilegedWorkInsidePod() {
    assertThat(pods.uidMap("privileged", "main")).matches("0 \\d{5,10} 65536");
    pods.exec("privileged", "sh", "-c", "mkdir -p /t && mount -t tmpfs none /t && umount /t")
        .orThrow();
    pods.exec("privileged", "ip", "addr", "add", "10.99.0.1/32", "dev", "lo").orThrow();
    assertThat(pods.exec("privileged", "sh", "-c", "grep CapEff /proc/self/status").orThrow())
        .contains("ffffff");
  }
}
