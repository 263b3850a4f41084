// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a Node may be changed, and by whom. */
class NodePoliciesTest extends ApiServerTest {
  private RunningOperator operator;

  @BeforeEach
  void start() {
    cluster
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName("node-a")
                .addToLabels("eci.dev/runtime", "ready")
                .endMetadata()
                .build())
        .create();
    // the API server taints new nodes until they are ready
    patch(cluster, "{\"spec\":{\"taints\":null}}");
    operator = RunningOperator.start();
    // the API server compiles a new policy for a moment before it enforces it
    eventually(() -> {
      label("\"ready\"");
      assertThatThrownBy(() -> label("null")).isNotNull();
    });
    try (KubernetesClient agent = ApiServer.asAgentOf("node-b")) {
      eventually(() -> {
        label("\"ready\"");
        assertThatThrownBy(
                () -> patch(agent, "{\"metadata\":{\"labels\":{\"eci.dev/runtime\":null}}}"))
            .isNotNull();
      });
    }
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  /** With the label gone and no agent there, a restarted kubelet ends all protected pods. */
  @Test
  void labelStaysForEveryUser() {
    assertThatThrownBy(() -> label("null"))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("the label eci.dev/runtime of node \"node-a\" is kept")
        .hasMessageContaining("set spec.desiredState of EciNode \"node-a\" to Removed");
    assertThatThrownBy(() -> label("\"other\"")).hasMessageContaining("is kept");
    patch(cluster, "{\"metadata\":{\"labels\":{\"mine\":\"1\"}}}");
    patch(cluster, "{\"spec\":{\"unschedulable\":true}}");
  }

  @Test
  void agentWritesNoOtherNode() {
    try (KubernetesClient agent = ApiServer.asAgentOf("node-b")) {
      assertThatThrownBy(
              () -> patch(agent, "{\"metadata\":{\"labels\":{\"eci.dev/runtime\":null}}}"))
          .hasMessageContaining("may not write nodes \"node-a\"");
    }
  }

  @Test
  void agentChangesOnlyLabelAndTaintOfItsNode() {
    try (KubernetesClient agent = ApiServer.asAgentOf("node-a")) {
      patch(
          agent,
          "{\"spec\":{\"taints\":[{\"key\":\"eci.dev/removing\",\"effect\":\"NoSchedule\"}]}}");
      patch(agent, "{\"metadata\":{\"labels\":{\"eci.dev/runtime\":null}}}");
      for (String denied :
          new String[] {
            "{\"spec\":{\"taints\":[{\"key\":\"eci.dev/removing\",\"effect\":\"NoExecute\"}]}}",
            "{\"spec\":{\"taints\":[{\"key\":\"other\",\"effect\":\"NoSchedule\"}]}}",
            "{\"spec\":{\"unschedulable\":true}}",
            "{\"spec\":{\"providerID\":\"other\"}}",
            "{\"metadata\":{\"labels\":{\"other\":\"1\"}}}"
          }) {
        assertThatThrownBy(() -> patch(agent, denied))
            .as(denied)
            .hasMessageContaining("may change only the label eci.dev/runtime and the taint");
      }
      patch(agent, "{\"spec\":{\"taints\":null}}");
    }
    assertThat(cluster.nodes().withName("node-a").get().getSpec().getTaints()).isEmpty();
  }

  private void label(String value) {
    patch(cluster, "{\"metadata\":{\"labels\":{\"eci.dev/runtime\":%s}}}".formatted(value));
  }

  private static void patch(KubernetesClient client, String patch) {
    client.nodes().withName("node-a").patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }
}
