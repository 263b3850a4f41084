// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the API server stores of pods without the Docker socket. */
@QuarkusTest
@WithTestResource(RealCluster.class)
class StoredPodsTest extends ApiServerTestBase {
  private static final String NAMESPACE = "stored-pods";

  @Override
  void prepare() {
    protect(NAMESPACE, "hostPaths: {allowed: [/data]}");
  }

  /** ISO-1, ISO-3, ISO-7. */
  @Test
  void protectsOrdinaryPod() {
    Pod stored = create("ordinary", "");

    assertThat(stored.getSpec().getHostUsers()).isFalse();
    assertThat(stored.getSpec().getRuntimeClassName()).isEqualTo("eci");
  }

  /**
   * A kubelet with containerd 1.7 rejects hostUsers: false; eci-runtime does not need the field.
   */
  @Test
  void omitsHostUsersWhenANodeLacksUserNamespaces() throws InterruptedException {
    var node = ManifestYaml.node(client(), "old", "containerd://1.7.35");
    var old = ManifestYaml.eciNode(client(), "old", false);
    try {
      assertThat(hostUsersBecome("old", null)).isTrue();
      assertThat(create("old-runs", "").getSpec().getRuntimeClassName()).isEqualTo("eci");
    } finally {
      old.delete();
      node.delete();
    }
    assertThat(hostUsersBecome("new", false)).isTrue();
  }

  /** The account of one node's agent can write that node's EciNode, but not its Node. */
  @Test
  void keepsHostUsersWhenAnAgentContradictsItsKubelet() throws InterruptedException {
    var node = ManifestYaml.node(client(), "taken", "containerd://2.1.4");
    var taken = ManifestYaml.eciNode(client(), "taken", false);
    var unknown = ManifestYaml.eciNode(client(), "no-node", false);
    try {
      for (int i = 0; i < 20; i++) {
        assertThat(create("taken" + i, "").getSpec().getHostUsers()).isFalse();
        Thread.sleep(50);
      }
    } finally {
      taken.delete();
      unknown.delete();
      node.delete();
    }
  }

  /** Waits, because the watch is behind the API server. */
  private boolean hostUsersBecome(String name, Boolean expected) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      if (Objects.equals(create(name + i, "").getSpec().getHostUsers(), expected)) {
        return true;
      }
      Thread.sleep(50);
    }
    return false;
  }

  @Test
  void leavesUnselectedPodsUnchanged() {
    Namespaces.create(client(), "unprotected");

    Pod stored = (Pod) ManifestYaml.pod(client(), "unprotected", "host", "hostPID: true").create();

    assertThat(stored.getSpec().getHostUsers()).isNull();
    assertThat(stored.getSpec().getRuntimeClassName()).isNull();
  }

  /** ISO-3, ISO-4: what the user namespace contains is admitted. */
  @Test
  void privilegedPodsAreAdmitted() {
    Pod stored =
        create(
            "privileged",
            "containers: [{name: c, image: busybox, securityContext: {privileged: true, runAsUser: 0}}]");

    assertThat(stored.getSpec().getHostUsers()).isFalse();
  }

  @Test
  void pathsOnTheListMayBeMounted() {
    assertThat(
            create(
                    "data",
                    """
                    volumes: [{name: d, hostPath: {path: /data/x}}]
                    containers: [{name: c, image: busybox, volumeMounts: [{name: d, mountPath: /d}]}]
                    """)
                .getSpec()
                .getRuntimeClassName())
        .isEqualTo("eci");
  }

  private Pod create(String name, String fields) {
    return (Pod) ManifestYaml.pod(client(), NAMESPACE, name, fields).create();
  }
}
