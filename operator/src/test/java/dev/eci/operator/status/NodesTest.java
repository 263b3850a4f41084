package dev.eci.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.read.PolicyReader;
import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciPolicyStatus.NodeCounts;
import dev.eci.operator.Samples;
import dev.eci.policy.image.ResolvedImages;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodesTest {
  @Test
  void noneIsUnknown() {
    Verdict verdict = verdict(List.of());
    assertThat(verdict.value()).hasToString("Unknown");
    assertThat(verdict.reason()).isEqualTo("NoNodes");
  }

  @Test
  void allReady() {
    Verdict verdict = verdict(List.of(ready("a"), ready("b")));
    assertThat(verdict.value()).hasToString("True");
    assertThat(verdict.message()).startsWith("2 of 2 nodes");
  }

  @Test
  void namesUpToFive() {
    List<EciNode> six = IntStream.range(0, 6).mapToObj(i -> notReady("n" + i)).toList();
    Verdict verdict = verdict(six);
    assertThat(verdict.value()).hasToString("False");
    assertThat(verdict.reason()).isEqualTo("NodesNotReady");
    assertThat(verdict.message())
        .contains("6 of 6 nodes", "n0, n1, n2, n3, n4 and 1 more")
        .doesNotContain("n5");
    assertThat(verdict(six.subList(0, 5)).message())
        .contains("n0, n1, n2, n3, n4;")
        .doesNotContain("more");
  }

  @Test
  void whoHasNotReportedIsNotReady() {
    EciNode silent = Samples.node("silent", null);
    silent.setStatus(null);
    assertThat(Nodes.of(List.of(silent, notReady("b"), ready("a"))))
        .isEqualTo(new Nodes(1, List.of("b", "silent")));
    assertThat(Nodes.of(List.of(silent, ready("a"))).counts())
        .isEqualTo(new NodeCounts(1, 2, "1/2"));
    assertThat(Nodes.isReady(Samples.node("unknown", null, Samples.condition("Ready", "Unknown"))))
        .isFalse();
    assertThat(Nodes.isReady(Samples.node("other", null, Samples.condition("Installed", "True"))))
        .isFalse();
  }

  private static Verdict verdict(List<EciNode> nodes) {
    return NodesProtectedCondition.verdict(
        new Facts(
            PolicyReader.read(Samples.policy("one", "{}")),
            Outcome.none(),
            Nodes.of(nodes),
            ResolvedImages.NONE,
            java.util.Optional.empty()));
  }

  private static EciNode ready(String name) {
    return Samples.node(name, null, Samples.condition("Ready", "True"));
  }

  private static EciNode notReady(String name) {
    return Samples.node(name, null, Samples.condition("Ready", "False"));
  }
}
