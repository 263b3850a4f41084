// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Chart value {@code webhook.podUserNamespaces: Always}: no node counts for pods of others. */
@QuarkusTest
@WithTestResource(RealCluster.class)
@TestProfile(HostUsersAlwaysTest.Always.class)
class HostUsersAlwaysTest extends ApiServerTestBase {
  private static final String NAMESPACE = "always";

  /** As the chart sets it in the webhook's environment. */
  public static final class Always implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("eci.pod-user-namespaces", "always");
    }
  }

  @Override
  void prepare() {
    protect(NAMESPACE, "");
  }

  @Test
  void setsHostUsersWhateverOneNodeReports() throws InterruptedException {
    var node = ManifestYaml.node(client(), "old", "containerd://1.7.35");
    var old = ManifestYaml.eciNode(client(), "old", false);
    try {
      for (int i = 0; i < 10; i++) {
        Pod pod = (Pod) ManifestYaml.pod(client(), NAMESPACE, "pod" + i, "").create();
        assertThat(pod.getSpec().getHostUsers()).isFalse();
        Thread.sleep(50);
      }
    } finally {
      old.delete();
      node.delete();
    }
  }
}
