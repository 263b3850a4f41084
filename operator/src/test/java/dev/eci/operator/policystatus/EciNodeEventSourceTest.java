// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.policystatus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.operator.Samples;
import dev.eci.operator.status.NodeSummary;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EciNodeEventSourceTest {
  @Test
  void keepsOnlyUsedFields() {
    EciNode node =
        Samples.node(
            "a", 7L, Samples.condition("Installed", "True"), Samples.condition("Ready", "True"));
    node.getMetadata().setAnnotations(Map.of("large", "x".repeat(1000)));
    EciNode trimmed = EciNodeEventSource.trimmed(node);
    assertThat(NodeSummary.of(List.of(trimmed))).isEqualTo(NodeSummary.of(List.of(node)));
    assertThat(new KubernetesSerialization().asJson(trimmed)).hasSizeLessThan(400);
    assertThat(node.getStatus().conditions()).as("the original").hasSize(2);
  }

  @Test
  void keepsNodeWithoutStatus() {
    EciNode node = Samples.node("a", null);
    node.setStatus(null);
    assertThat(NodeSummary.of(List.of(EciNodeEventSource.trimmed(node))))
        .isEqualTo(new NodeSummary(0, List.of("a")));
  }
}
