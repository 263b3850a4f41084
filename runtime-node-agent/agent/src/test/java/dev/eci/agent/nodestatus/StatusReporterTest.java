// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.nodestatus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.agent.inventory.Counts;
import dev.eci.agent.inventory.Snapshot;
import dev.eci.agent.inventory.UnprotectedEntry;
import dev.eci.agent.inventory.UnprotectedEntry.Reason;
import dev.eci.agent.nodestatus.NodeState.Phase;
import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciNodeStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusReporterTest {
  private Instant now = Instant.parse("2026-11-01T00:00:00Z");
  private final List<EciNodeStatus> written = new ArrayList<>();
  private final StatusReporter statusReporter =
      new StatusReporter(written::add, () -> now, Duration.ofSeconds(10));

  private static NodeState state(Phase phase, int count) {
    return new NodeState(
        phase,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        new Snapshot(new Counts(count, 0, 0), List.of()),
        DockerSocketState.NOT_REQUIRED);
  }

  private static EciNode node(long generation) {
    EciNode node = new EciNode();
    node.setMetadata(
        new ObjectMetaBuilder().withName("n").withUid("u").withGeneration(generation).build());
    return node;
  }

  private static Condition ready(EciNodeStatus status) {
    return status.conditions().getFirst();
  }

  @Test
  void writesOnlyChangesAndNotTooOften() {
    NodeState waiting = state(new Phase.WaitingForKubelet(), 0);
    assertThat(statusReporter.report(waiting, node(1))).isEmpty();
    assertThat(statusReporter.report(waiting, node(1))).isEmpty();
    assertThat(written).hasSize(1);

    now = now.plusSeconds(3);
    NodeState ready = state(new Phase.Ready(), 1);
    assertThat(statusReporter.report(ready, node(1))).contains(Duration.ofSeconds(7));
    assertThat(written).hasSize(1);
    now = now.plusSeconds(7);
    assertThat(statusReporter.report(ready, node(1))).isEmpty();
    assertThat(written).hasSize(2);
    assertThat(ready(written.getLast()).getStatus()).isEqualTo("True");
  }

  @Test
  void truncatesListButNotCount() {
    List<UnprotectedEntry> sixty =
        IntStream.range(0, 60)
            .mapToObj(i -> new UnprotectedEntry("n", "p%02d".formatted(i), "c", Reason.Exempt))
            .toList();
    statusReporter.report(
        new NodeState(
            new Phase.Ready(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            new Snapshot(new Counts(1, 60, 1), sixty),
            DockerSocketState.NOT_REQUIRED),
        node(1));
    EciNodeStatus.ContainerCounts containers = written.getLast().containers();
    assertThat(containers.unprotectedCount()).isEqualTo(60);
    assertThat(containers.unprotected())
        .hasSize(50)
        .startsWith(new EciNodeStatus.UnprotectedContainer("n", "p00", "c", "Exempt"));
  }

  @Test
  void keepsTransitionTimeUntilStatusChanges() {
    statusReporter.report(state(new Phase.Ready(), 0), node(1));
    String since = ready(written.getLast()).getLastTransitionTime();
    now = now.plusSeconds(60);
    statusReporter.report(state(new Phase.Ready(), 5), node(2));
    assertThat(ready(written.getLast()).getLastTransitionTime()).isEqualTo(since);
    assertThat(ready(written.getLast()).getObservedGeneration()).isEqualTo(2);
    assertThat(written.getLast().containers().protectedCount()).isEqualTo(5);
    now = now.plusSeconds(60);
    statusReporter.report(state(new Phase.Failed("EngineTooOld", "x"), 5), node(2));
    assertThat(ready(written.getLast()).getLastTransitionTime()).isEqualTo("2026-11-01T00:02:00Z");
    assertThat(ready(written.getLast()).getReason()).isEqualTo("EngineTooOld");
  }

  @Test
  void keepsTransitionTimesAfterRestart() {
    statusReporter.report(state(new Phase.Ready(), 0), node(1));
    EciNode found = node(1);
    found.setStatus(written.getLast());
    now = now.plusSeconds(600);
    List<EciNodeStatus> again = new ArrayList<>();

    new StatusReporter(again::add, () -> now, Duration.ofSeconds(10))
        .report(state(new Phase.Ready(), 0), found);
    assertThat(again).isEmpty();
    new StatusReporter(again::add, () -> now, Duration.ofSeconds(10))
        .report(state(new Phase.Ready(), 1), found);
    assertThat(ready(again.getFirst()).getLastTransitionTime()).isEqualTo("2026-11-01T00:00:00Z");
  }

  @Test
  void reportsConditionsOfEachPhase() {
    record Words(Phase phase, String ready, String installed, String reason) {}
    for (Words words :
        List.of(
            new Words(new Phase.Ready(), "True", "True", "Installed"),
            new Words(new Phase.WaitingForKubelet(), "False", "True", "Installed"),
            new Words(new Phase.Failed("RolledBack", "x"), "False", "False", "RolledBack"),
            new Words(new Phase.WaitingForContainers(4), "False", "True", "WaitingForContainers"),
            new Words(new Phase.Removed(), "False", "False", "Removed"))) {
      List<Condition> conditions = NodeConditions.of(state(words.phase(), 0), 1, List.of(), now);
      assertThat(conditions)
          .extracting(Condition::getType)
          .containsExactly("Ready", "Installed", "DockerSocket");
      assertThat(conditions)
          .extracting(Condition::getStatus)
          .containsExactly(words.ready(), words.installed(), "False");
      assertThat(conditions.get(1).getReason()).isEqualTo(words.reason());
    }
  }
}
