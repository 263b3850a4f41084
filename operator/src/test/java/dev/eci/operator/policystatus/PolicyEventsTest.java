// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.policystatus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.operator.Samples;
import dev.eci.operator.status.ConditionTransition;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PolicyEventsTest {
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00.123456789Z");

  @Test
  void regardsPolicy() {
    var event =
        PolicyEvents.of(
            Samples.policy("one", "{}"),
            new ConditionTransition(false, "InvalidSpec", "why"),
            "pod-1",
            NOW);
    assertThat(event.getMetadata().getNamespace()).isEqualTo("default");
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getReason()).isEqualTo("InvalidSpec");
    assertThat(event.getNote()).isEqualTo("why");
    assertThat(event.getRegarding().getUid()).isEqualTo("uid-one");
    assertThat(event.getEventTime().getTime()).isEqualTo("2026-11-01T00:00:00.123456Z");
    assertThat(event.getReportingInstance()).isEqualTo("pod-1");
  }

  @Test
  void truncatesFieldsToApiLimits() {
    var event =
        PolicyEvents.of(
            Samples.policy("p".repeat(253), "{}"),
            new ConditionTransition(true, "ReconcileSucceeded", "x".repeat(5000)),
            "i".repeat(500),
            NOW);
    assertThat(event.getMetadata().getName()).hasSizeLessThanOrEqualTo(253).startsWith("ppp");
    assertThat(event.getNote()).hasSize(1024);
    assertThat(event.getReportingInstance()).hasSize(128);
  }
}
