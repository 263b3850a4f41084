// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciPolicyStatus.NodeCounts;
import dev.eci.operator.Samples;
import dev.eci.policy.image.ResolvedImages;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeSummaryTest {
  @Test
  void reportsUnknownWithoutNodes() {
    ConditionValue conditionValue = verdict(List.of());
    assertThat(conditionValue.value()).hasToString("Unknown");
    assertThat(conditionValue.reason()).isEqualTo("NoNodes");
  }

  @Test
  void reportsTrueWhenAllNodesAreReady() {
    ConditionValue conditionValue = verdict(List.of(ready("a"), ready("b")));
    assertThat(conditionValue.value()).hasToString("True");
    assertThat(conditionValue.message()).startsWith("2 of 2 nodes");
  }

  @Test
  void namesUpToFive() {
    List<EciNode> six = IntStream.range(0, 6).mapToObj(i -> notReady("n" + i)).toList();
    ConditionValue conditionValue = verdict(six);
    assertThat(conditionValue.value()).hasToString("False");
    assertThat(conditionValue.reason()).isEqualTo("NodesNotReady");
    assertThat(conditionValue.message())
        .contains("6 of 6 nodes", "n0, n1, n2, n3, n4 and 1 more")
        .doesNotContain("n5");
    assertThat(verdict(six.subList(0, 5)).message())
        .contains("n0, n1, n2, n3, n4;")
        .doesNotContain("more");
  }

  @Test
  void countsSilentNodesAsNotReady() {
    EciNode silent = Samples.node("silent", null);
    silent.setStatus(null);
    assertThat(NodeSummary.of(List.of(silent, notReady("b"), ready("a"))))
        .isEqualTo(new NodeSummary(1, List.of("b", "silent")));
    assertThat(NodeSummary.of(List.of(silent, ready("a"))).counts(true))
        .isEqualTo(new NodeCounts(1, 2, "1/2"));
    assertThat(
            NodeSummary.isReady(
                Samples.node("unknown", null, Samples.condition("Ready", "Unknown"))))
        .isFalse();
    assertThat(
            NodeSummary.isReady(
                Samples.node("other", null, Samples.condition("Installed", "True"))))
        .isFalse();
  }

  private static ConditionValue verdict(List<EciNode> nodes) {
    return NodesProtectedCondition.verdict(
        new StatusInputs(
            PolicyReader.read(Samples.policy("one", "{}")),
            ReconcileResult.none(),
            NodeSummary.of(nodes),
            ResolvedImages.NONE,
            java.util.Optional.empty(),
            true));
  }

  private static EciNode ready(String name) {
    return Samples.node(name, null, Samples.condition("Ready", "True"));
  }

  private static EciNode notReady(String name) {
    return Samples.node(name, null, Samples.condition("Ready", "False"));
  }
}
