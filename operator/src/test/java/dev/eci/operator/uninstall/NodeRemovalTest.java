// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.uninstall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.operator.Samples;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample's generation is 2. */
class NodeRemovalTest {
  private static final Optional<Node> READY = node("True");
  private static final Optional<Node> AWAY = node("Unknown");
  private static final Optional<Node> GONE = Optional.empty();

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of("clean", installed(2L, "False"), READY, true, "clean"),
        Arguments.of("clean, then went away", installed(2L, "False"), AWAY, true, "clean"),
        Arguments.of("no generation reported", installed(null, "False"), READY, true, "clean"),
        Arguments.of(
            "False of the time before",
            installed(1L, "False"),
            READY,
            false,
            "not clean: the agent has not responded"),
        Arguments.of(
            "still installed",
            installed(2L, "True"),
            READY,
            false,
            "not clean: the agent reports Installed=True Reason: message"),
        Arguments.of("node gone", installed(1L, "True"), GONE, true, "gone"),
        Arguments.of(
            "unreachable", installed(1L, "True"), AWAY, false, "not clean: the node is not Ready"),
        Arguments.of(
            "never reported", silent(), READY, false, "not clean: the agent has not responded"),
        Arguments.of(
            "no conditions",
            Samples.node("a", 2L),
            READY,
            false,
            "not clean: the agent has not responded"),
        Arguments.of(
            "node without a status",
            installed(1L, "True"),
            Optional.of(new Node()),
            false,
            "not clean: the node is not Ready"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void reportsRemovalStatusOfNode(
      String what, EciNode eciNode, Optional<Node> node, boolean done, String text) {
    NodeRemoval removal = NodeRemoval.of(eciNode, node);
    assertThat(removal.done()).as(what).isEqualTo(done);
    assertThat(removal.status()).startsWith(text);
  }

  private static EciNode installed(Long observedGeneration, String status) {
    return Samples.node("a", observedGeneration, Samples.condition("Installed", status));
  }

  private static EciNode silent() {
    EciNode node = Samples.node("a", null);
    node.setStatus(null);
    return node;
  }

  private static Optional<Node> node(String ready) {
    return Optional.of(
        new NodeBuilder()
            .withNewStatus()
            .addNewCondition()
            .withType("Ready")
            .withStatus(ready)
            .endCondition()
            .endStatus()
            .build());
  }
}
