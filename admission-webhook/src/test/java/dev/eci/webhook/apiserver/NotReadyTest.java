// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.webhook.cache.InformerClusterView;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Until policies have been read, all pods are denied with a message that says so. */
@QuarkusTest
@WithTestResource(RealCluster.class)
class NotReadyTest extends ApiServerTestBase {
  @Test
  void rejectsPodsUntilPoliciesAreRead() {
    QuarkusMock.installMockForType(new InformerClusterView(client()), InformerClusterView.class);

    assertThat(ManifestYaml.pod(client(), "default", "early", "").denial())
        .isEqualTo(
            "admission webhook \"pods.eci.dev\" denied the request: the ECI admission webhook has"
                + " not read the cluster's policies yet; try again");
  }
}
