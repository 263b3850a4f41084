// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.eci.crds.testing.RequiresApiServer;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.Samples;
import dev.eci.operator.desired.CaSource;
import dev.eci.operator.desired.DesiredObjects;
import dev.eci.operator.desired.InstallationContext;
import dev.eci.operator.policy.ParsedPolicies;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The way out when no webhook responds: a policy can be switched off by those who may. */
@RequiresApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwitchOffWithoutWebhookTest {
  private static final String NAME = "no-webhook";
  private static final String WEBHOOK_CALLED = "failed calling webhook \"policies.eci.dev\"";

  private final KubernetesClient cluster = ApiServer.admin();
  private final KubernetesClient admin = withoutRetries(ApiServer.admin());
  private final KubernetesClient user = withoutRetries(ApiServer.as("editor", "editors"));

  private List<HasMetadata> objects = List.of();

  @BeforeAll
  void register() {
    store(NAME, "{mode: Warn}");
    store(NAME + "-locked", "{mode: Warn, locked: true}");
    grantPolicies();
    objects =
        DesiredObjects.of(
                ParsedPolicies.of(List.of()),
                new CaSource.Bundle("PEM"),
                new InstallationContext(
                    ApiServer.NAMESPACE,
                    List.of(ApiServer.NAMESPACE),
                    List.of("system:masters"),
                    List.of()),
                Instant.now())
            .stream()
            .toList();
    objects.forEach(object -> {
      if (object instanceof ValidatingWebhookConfiguration hooks) {
        hooks
            .getWebhooks()
            .forEach(hook -> {
              hook.getClientConfig().setUrl("https://127.0.0.1:1/");
              hook.getClientConfig().setService(null);
              hook.getClientConfig().setCaBundle(null);
            });
      }
      cluster.resource(object).forceConflicts().serverSideApply();
    });
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> {
          assertThatThrownBy(() -> patch(admin, NAME, "{\"spec\": {\"mode\": \"Audit\"}}"))
              .hasMessageContaining(WEBHOOK_CALLED);
          assertThatThrownBy(
                  () -> patch(user, NAME + "-locked", "{\"spec\": {\"enabled\": false}}"))
              .hasMessageContaining("is locked (RES-5)");
        });
  }

  @AfterAll
  void remove() {
    objects.forEach(object -> cluster.resource(object).delete());
    cluster.resources(EciPolicy.class).withName(NAME).delete();
    cluster.resources(EciPolicy.class).withName(NAME + "-locked").delete();
    cluster.rbac().clusterRoleBindings().withName(NAME).delete();
    admin.close();
    user.close();
  }

  @Test
  void policyCanBeSwitchedOff() {
    assertThatCode(() -> patch(user, NAME, "{\"spec\": {\"enabled\": false}}"))
        .doesNotThrowAnyException();
    assertThatCode(() -> patch(user, NAME, "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}"))
        .doesNotThrowAnyException();
    assertThat(cluster.resources(EciPolicy.class).withName(NAME).get().getSpec().enabled())
        .isFalse();
    // protection is not switched on unreviewed
    assertThatThrownBy(() -> patch(user, NAME, "{\"spec\": {\"enabled\": true}}"))
        .hasMessageContaining(WEBHOOK_CALLED);
  }

  @Test
  void everyOtherChangeIsReviewed() {
    for (String change :
        List.of(
            "{\"spec\": {\"enabled\": false, \"mode\": \"Audit\"}}",
            "{\"spec\": {\"enabled\": false, \"hostPaths\": {\"allowed\": [\"/x\"]}}}",
            "{\"spec\": {\"enabled\": false, \"mode\": null}}")) {
      assertThatThrownBy(() -> patch(admin, NAME, change))
          .as(change)
          .hasMessageContaining(WEBHOOK_CALLED);
    }
  }

  @Test
  void lockedPolicyIsSwitchedOffByAdminsOnly() {
    assertThatThrownBy(() -> patch(user, NAME + "-locked", "{\"spec\": {\"enabled\": false}}"))
        .hasMessageContaining("is locked (RES-5)");
    assertThatCode(() -> patch(admin, NAME + "-locked", "{\"spec\": {\"enabled\": false}}"))
        .doesNotThrowAnyException();
  }

  private void store(String name, String spec) {
    EciPolicy policy = Samples.policy(name, spec);
    policy.getMetadata().setUid(null);
    cluster.resource(policy).serverSideApply();
  }

  private void grantPolicies() {
    cluster
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(NAME)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                .addNewSubject("rbac.authorization.k8s.io", "Group", "editors", null)
                .build())
        .serverSideApply();
  }

  private static void patch(KubernetesClient client, String name, String change) {
    var _ =
        client
            .resources(EciPolicy.class)
            .withName(name)
            .patch(PatchContext.of(PatchType.JSON_MERGE), change);
  }

  private static KubernetesClient withoutRetries(KubernetesClient client) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(client.getConfiguration()).withRequestRetryBackoffLimit(0).build())
        .build();
  }
}
