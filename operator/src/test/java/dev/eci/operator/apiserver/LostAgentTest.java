// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.v1alpha1.EciNode;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Nodes whose agent is away. */
class LostAgentTest extends ApiServerTest {
  private Condition ready(String node) {
    return cluster.resources(EciNode.class).withName(node).get().getStatus().conditions().stream()
        .filter(condition -> condition.getType().equals("Ready"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void nodeWithoutAgentIsNotReady() {
    apply(policy("one", "{}"));
    node("with-agent", true);
    node("without-agent", true);
    node("agent-not-ready", true);
    agentPod("with-agent", true);
    agentPod("agent-not-ready", false);
    try (var _ = RunningOperator.noticingLostAgentsAfter(Duration.ofSeconds(1))) {
      eventually(() -> {
        for (String lost : new String[] {"without-agent", "agent-not-ready"}) {
          assertThat(ready(lost).getStatus()).isEqualTo("Unknown");
          assertThat(ready(lost).getReason()).isEqualTo("AgentNotRunning");
          assertThat(ready(lost).getMessage()).startsWith("No agent has run on this node since");
        }
      });
      assertThat(ready("with-agent").getStatus()).isEqualTo("True");
      eventually(() -> {
        assertThat(condition("one", "NodesProtected").getStatus()).isEqualTo("False");
        assertThat(condition("one", "NodesProtected").getMessage())
            .startsWith("2 of 3 nodes cannot run protected pods: agent-not-ready, without-agent");
      });

      agentPod("with-agent", false);
      eventually(() -> assertThat(ready("with-agent").getStatus()).isEqualTo("Unknown"));
    }
  }

  @Test
  void agentThatComesBackInTimeIsNotNoticed() throws InterruptedException {
    node("updated", true);
    agentPod("updated", true);
    try (var _ = RunningOperator.noticingLostAgentsAfter(Duration.ofSeconds(3))) {
      eventually(() -> assertThat(validating("eci-policies")).isNotNull());
      cluster.pods().inNamespace(ApiServer.NAMESPACE).withGracePeriod(0).delete();
      Thread.sleep(Duration.ofMillis(500));
      agentPod("updated", true);
      Thread.sleep(Duration.ofSeconds(5));
      assertThat(ready("updated").getStatus()).isEqualTo("True");
    }
  }
}
