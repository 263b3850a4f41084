// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.nodestatus;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** All conditions, with the time of the last real change in each. */
final class NodeConditions {
  private static final List<NodeCondition> ALL =
      List.of(new NodeReadyCondition(), new InstalledCondition(), new DockerSocketCondition());

  private NodeConditions() {}

  static List<Condition> of(NodeState state, long generation, List<Condition> before, Instant now) {
    return ALL.stream().map(c -> condition(c, state, generation, before, now)).toList();
  }

  private static Condition condition(
      NodeCondition condition,
      NodeState state,
      long generation,
      List<Condition> before,
      Instant now) {
    NodeCondition.Verdict verdict = condition.verdict(state);
    String status = verdict.isTrue() ? "True" : "False";
    String since =
        before.stream()
            .filter(c -> condition.type().equals(c.getType()) && status.equals(c.getStatus()))
            .map(Condition::getLastTransitionTime)
            .findFirst()
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    return new ConditionBuilder()
        .withType(condition.type())
        .withStatus(status)
        .withReason(verdict.reason())
        .withMessage(verdict.message())
        .withObservedGeneration(generation)
        .withLastTransitionTime(since)
        .build();
  }
}
