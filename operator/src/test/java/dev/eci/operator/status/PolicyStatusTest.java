// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.v1alpha1.EciPolicyStatus;
import dev.eci.operator.Samples;
import dev.eci.policy.image.ResolvedImages;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyStatusTest {
  private static final Instant EARLIER = Instant.parse("2026-11-01T00:00:00.5Z");
  private static final Instant LATER = Instant.parse("2026-11-02T00:00:00Z");

  private final EciPolicyStatus ready = PolicyStatus.desired(facts("{}"), null, 1L, EARLIER);

  @Test
  void hasThreeConditionsOfTheGeneration() {
    assertThat(ready.observedGeneration()).isEqualTo(1);
    assertThat(ready.conditions())
        .extracting(Condition::getType)
        .containsExactly("Ready", "ImagesResolved", "NodesProtected");
    assertThat(ready.conditions()).allMatch(c -> c.getObservedGeneration() == 1L);
    assertThat(ready.conditions())
        .allMatch(c -> c.getLastTransitionTime().equals("2026-11-01T00:00:00Z"));
  }

  @Test
  void statusIsStableOverTime() {
    assertThat(PolicyStatus.desired(facts("{}"), ready, 1L, LATER)).isEqualTo(ready);
  }

  @Test
  void keepsTransitionTimeUntilStatusChanges() {
    EciPolicyStatus disabled = PolicyStatus.desired(facts("{enabled: false}"), ready, 2L, LATER);
    assertThat(disabled.conditions())
        .extracting(Condition::getLastTransitionTime)
        .containsExactly("2026-11-02T00:00:00Z", "2026-11-01T00:00:00Z", "2026-11-01T00:00:00Z");
    EciPolicyStatus invalid =
        PolicyStatus.desired(
            facts("{hostPaths: {allowed: [a]}}"), disabled, 3L, LATER.plusSeconds(9));
    assertThat(invalid.conditions().getFirst().getReason()).isEqualTo("InvalidSpec");
    assertThat(invalid.conditions().getFirst().getLastTransitionTime())
        .isEqualTo("2026-11-02T00:00:00Z");
  }

  @Test
  void transitionsAreChangesOfReady() {
    EciPolicyStatus disabled = PolicyStatus.desired(facts("{enabled: false}"), ready, 2L, LATER);
    EciPolicyStatus invalid =
        PolicyStatus.desired(facts("{hostPaths: {allowed: [a]}}"), disabled, 3L, LATER);
    assertThat(ConditionTransition.between(null, ready))
        .extracting(ConditionTransition::reason)
        .contains("ReconcileSucceeded");
    assertThat(ConditionTransition.between(ready, ready)).isEmpty();
    assertThat(ConditionTransition.between(ready, disabled))
        .contains(
            new ConditionTransition(
                true, "Disabled", disabled.conditions().getFirst().getMessage()));
    assertThat(ConditionTransition.between(disabled, invalid)).as("False to False").isEmpty();
    assertThat(ConditionTransition.between(ready, invalid))
        .extracting(ConditionTransition::normal)
        .contains(false);
    assertThat(
            ConditionTransition.between(new EciPolicyStatus(null, null, null, null, null), ready))
        .isNotEmpty();
  }

  @Test
  void resultCoversObservedGenerationsOnly() {
    var reconcileResult = new ReconcileResult(Map.of("uid-one", 2L), false, Set.of(), List.of());
    assertThat(reconcileResult.covers("uid-one", 2)).isTrue();
    assertThat(reconcileResult.covers("uid-one", 3)).isFalse();
    assertThat(reconcileResult.covers("uid-two", 1)).isFalse();
  }

  private static StatusInputs facts(String spec) {
    return new StatusInputs(
        PolicyReader.read(Samples.policy("one", spec)),
        ReconcileResult.none(),
        NodeSummary.of(List.of()),
        ResolvedImages.NONE,
        java.util.Optional.empty(),
        true);
  }
}
