// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** One namespace that names many images must not keep the others from having theirs verified. */
class NamespaceBudgetTest {
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  @Test
  void limitsEachNamespaceByItself() {
    NamespaceBudget budget = new NamespaceBudget(2, Duration.ofHours(1));
    assertThat(budget.tryTake("a", NOW)).isTrue();
    assertThat(budget.tryTake("a", NOW.plusSeconds(1))).isTrue();
    assertThat(budget.tryTake("a", NOW.plusSeconds(2))).isFalse();
    assertThat(budget.tryTake("b", NOW.plusSeconds(2))).isTrue();
    assertThat(budget.tryTake("a", NOW.plusSeconds(3600))).isTrue();
  }
}
