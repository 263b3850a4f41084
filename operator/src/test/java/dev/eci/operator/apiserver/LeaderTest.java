// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaderTest extends ApiServerTest {

  /** The two operators write different lists, so a write of the standby would show. */
  @Test
  void standbyTakesOverFromLeader() throws InterruptedException {
    apply(policy("one", "{}"));
    try (var leader = RunningOperator.start(RunningOperator.CERTIFICATES, "of-the-leader")) {
      eventually(() -> assertThat(excluded()).contains("of-the-leader"));
      try (var _ = RunningOperator.start(RunningOperator.CERTIFICATES, "of-the-standby")) {
        cluster
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .withName("eci-pods")
            .delete();
        Thread.sleep(Duration.ofSeconds(5));
        assertThat(excluded()).contains("of-the-leader").doesNotContain("of-the-standby");

        leader.stop();
        eventually(() -> assertThat(excluded()).contains("of-the-standby"));
      }
    }
  }

  private List<String> excluded() {
    var configuration = mutating("eci-pods");
    return configuration == null
        ? List.of()
        : configuration
            .getWebhooks()
            .getFirst()
            .getNamespaceSelector()
            .getMatchExpressions()
            .getFirst()
            .getValues();
  }
}
