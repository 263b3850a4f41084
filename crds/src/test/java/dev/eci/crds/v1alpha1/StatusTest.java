// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.eci.crds.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Status is a subresource: users do not write it with the spec, and writers keep each other's. */
@RequiresApiServer
class StatusTest {
  private final KubernetesClient client;

  StatusTest(KubernetesClient client) {
    this.client = client;
  }

  @Test
  void isNotWrittenWithTheSpec() {
    EciPolicy policy = policy("sneaky");
    policy.setStatus(status(condition("Ready", "True")));

    assertThat(client.resource(policy).create().getStatus()).isNull();
  }

  @Test
  void leavesTheGenerationAlone() {
    EciPolicy stored = client.resource(policy("status")).create();
    stored.setStatus(status(condition("Ready", "True")));

    EciPolicy updated = client.resource(stored).updateStatus();

    assertThat(updated.getStatus().conditions())
        .extracting(Condition::getType, Condition::getStatus)
        .containsExactly(tuple("Ready", "True"));
    assertThat(updated.getMetadata().getGeneration())
        .isEqualTo(stored.getMetadata().getGeneration());
  }

  @Test
  void conditionsOfTwoWritersStandSideBySide() {
    var _ = client.resource(policy("two-writers")).create();

    apply("two-writers", "operator", "Ready");
    EciPolicy both = apply("two-writers", "resolver", "ImagesResolved");

    assertThat(both.getStatus().conditions())
        .extracting(Condition::getType)
        .containsExactlyInAnyOrder("Ready", "ImagesResolved");
  }

  private EciPolicy apply(String name, String writer, String type) {
    EciPolicy policy =
        Serialization.unmarshal(
            """
            {"apiVersion": "eci.dev/v1alpha1", "kind": "EciPolicy", "metadata": {"name": "%s"}}
            """
                .formatted(name),
            EciPolicy.class);
    policy.setStatus(status(condition(type, "True")));
    return client
        .resource(policy)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(writer)
                .build());
  }

  private static EciPolicy policy(String name) {
    return Serialization.unmarshal(
        """
        {"apiVersion": "eci.dev/v1alpha1", "kind": "EciPolicy", "metadata": {"name": "%s"}, "spec": {}}
        """
            .formatted(name),
        EciPolicy.class);
  }

  private static EciPolicyStatus status(Condition... conditions) {
    return new EciPolicyStatus(null, List.of(conditions), null, null, null);
  }

  private static Condition condition(String type, String status) {
    return new ConditionBuilder().withType(type).withStatus(status).build();
  }
}
