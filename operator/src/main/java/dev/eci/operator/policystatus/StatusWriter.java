// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.policystatus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicyStatus;
import dev.eci.operator.WellKnownNames;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.jspecify.annotations.Nullable;

/** Writes statuses by server-side apply. */
final class StatusWriter {
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(WellKnownNames.OPERATOR)
          .withForce(true)
          .build();

  private final KubernetesClient client;

  StatusWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Compares them as the API server would store them. */
  boolean isSame(EciPolicyStatus desired, @Nullable EciPolicyStatus actual) {
    KubernetesSerialization serialization = client.getKubernetesSerialization();
    return actual != null
        && serialization
            .convertValue(desired, JsonNode.class)
            .equals(serialization.convertValue(actual, JsonNode.class));
  }

  void write(EciPolicy policy, EciPolicyStatus status) {
    EciPolicy applied = new EciPolicy();
    applied.setMetadata(
        new ObjectMetaBuilder()
            .withName(policy.getMetadata().getName())
            // not a new policy of the same name, created after this one was deleted
            .withUid(policy.getMetadata().getUid())
            .build());
    applied.setStatus(status);
    client.resource(applied).subresource("status").patch(APPLY, applied);
  }
}
