// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciNodeStatus;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicySpec;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects for tests. */
public final class Samples {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Samples() {}

  /** A policy as the API server would return it; its UID is uid-NAME. */
  public static EciPolicy policy(String name, String specYaml) {
    EciPolicy policy = new EciPolicy();
    policy.setMetadata(
        new ObjectMetaBuilder().withName(name).withUid("uid-" + name).withGeneration(1L).build());
    policy.setSpec(SERIALIZATION.unmarshal("---\n" + specYaml, EciPolicySpec.class));
    return policy;
  }

  public static EciNode node(
      String name, @Nullable Long observedGeneration, Condition... conditions) {
    EciNode node = new EciNode();
    node.setMetadata(new ObjectMetaBuilder().withName(name).withGeneration(2L).build());
    node.setStatus(new EciNodeStatus(observedGeneration, List.of(conditions), null, null, null));
    return node;
  }

  public static Condition condition(String type, String status) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason("Reason")
        .withMessage("message")
        .withLastTransitionTime("2026-11-01T00:00:00Z")
        .build();
  }
}
