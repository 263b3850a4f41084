// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.Samples;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a Node may be changed, and by whom. */
class NodePoliciesTest extends ApiServerTest {
  private RunningOperator operator;

  @BeforeEach
  void start() {
    cluster
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName("node-a")
                .addToLabels("eci.dev/runtime", "ready")
                .endMetadata()
                .build())
        .create();
    // the API server taints new nodes until they are ready
    patch(cluster, "{\"spec\":{\"taints\":null}}");
    EciPolicy policy = Samples.policy("all", "{mode: Warn}");
    policy.getMetadata().setUid(null);
    policy.getMetadata().setGeneration(null);
    cluster.resource(policy).create();
    operator = RunningOperator.start();
    // the API server compiles a new policy for a moment before it enforces it
    eventually(() -> {
      label("\"ready\"");
      assertThatThrownBy(() -> label("null")).isNotNull();
    });
    try (KubernetesClient agent = ApiServer.asAgentOf("node-b")) {
      eventually(() -> {
        label("\"ready\"");
        assertThatThrownBy(
                () -> patch(agent, "{\"metadata\":{\"labels\":{\"eci.dev/runtime\":null}}}"))
            .isNotNull();
      });
    }
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  /** With the label gone and no agent there, a restarted kubelet ends all protected pods. */
  @Test
  void labelStaysForEveryUser() {
    assertThatThrownBy(() -> label("null"))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("the label eci.dev/runtime of node \"node-a\" is kept")
        .hasMessageContaining("set spec.desiredState of EciNode \"node-a\" to Removed");
    assertThatThrownBy(() -> label("\"other\"")).hasMessageContaining("is kept");
    patch(cluster, "{\"metadata\":{\"labels\":{\"mine\":\"1\"}}}");
    patch(cluster, "{\"spec\":{\"unschedulable\":true}}");
  }

  /** Its rights to create have no names. */
  @Test
  void operatorWritesOnlyItsOwnNames() {
    try (KubernetesClient as = ApiServer.as("eci-operator")) {
      for (var denied : List.of(webhooks("other", "eci-webhook"), webhooks("eci-pods", "other"))) {
        assertThatThrownBy(() -> as.resource(denied).dryRun().create())
            .hasMessageContaining("the ECI operator may not write validatingwebhookconfigurations");
      }
      assertThatThrownBy(() ->
              as.resource(
                      new RuntimeClassBuilder()
                          .withNewMetadata()
                          .withName("other")
                          .endMetadata()
                          .withHandler("x")
                          .build())
                  .dryRun()
                  .create())
          .hasMessageContaining("the ECI operator may not write runtimeclasses \"other\"");
    }
  }

  private static ValidatingWebhookConfiguration webhooks(String name, String service) {
    return new ValidatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addNewWebhook()
        .withName("a.example.com")
        .withNewClientConfig()
        .withNewService()
        .withNamespace(ApiServer.NAMESPACE)
        .withName(service)
        .endService()
        .endClientConfig()
        .withSideEffects("None")
        .withAdmissionReviewVersions("v1")
        .endWebhook()
        .build();
  }

  /** With the namespace, its creator has the service accounts that policies exempt. */
  @Test
  void onlyAuthorsOfPoliciesCreateNamespacesOfSystemPods() {
    grant("namespace-makers", "", "namespaces", "create");
    try (KubernetesClient makers = ApiServer.as("someone", "namespace-makers");
        KubernetesClient authors = ApiServer.as("someone", "namespace-makers", "policy-authors")) {
      grant("policy-authors", "eci.dev", "ecipolicies", "update");
      eventually(() ->
          assertThatThrownBy(() -> namespace(makers, "cilium"))
              .hasMessageContaining(
                  "enhanced container isolation: namespace \"cilium\" is for system pods, which EciPolicies exempt or the webhook leaves out; only users who may change EciPolicies may create it."));
      assertThatThrownBy(() -> namespace(makers, "local-path-storage")).isNotNull();
      namespace(makers, "ciliumx");
      eventually(() -> namespace(authors, "cilium"));
    }
  }

  private static void namespace(KubernetesClient client, String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .dryRun()
        .create();
  }

  private void grant(String group, String apiGroup, String resource, String verb) {
    cluster
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(group)
                .endMetadata()
                .addNewRule()
                .withApiGroups(apiGroup)
                .withResources(resource)
                .withVerbs(verb)
                .endRule()
                .build())
        .serverSideApply();
    cluster
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(group)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", group)
                .addNewSubject("rbac.authorization.k8s.io", "Group", group, null)
                .build())
        .serverSideApply();
  }

  @Test
  void agentWritesNoOtherNode() {
    try (KubernetesClient agent = ApiServer.asAgentOf("node-b")) {
      assertThatThrownBy(
              () -> patch(agent, "{\"metadata\":{\"labels\":{\"eci.dev/runtime\":null}}}"))
          .hasMessageContaining("may not write nodes \"node-a\"");
    }
  }

  @Test
  void agentChangesOnlyLabelAndTaintOfItsNode() {
    try (KubernetesClient agent = ApiServer.asAgentOf("node-a")) {
      patch(
          agent,
          "{\"spec\":{\"taints\":[{\"key\":\"eci.dev/removing\",\"effect\":\"NoSchedule\"}]}}");
      patch(agent, "{\"metadata\":{\"labels\":{\"eci.dev/runtime\":null}}}");
      for (String denied :
          new String[] {
            "{\"spec\":{\"taints\":[{\"key\":\"eci.dev/removing\",\"effect\":\"NoExecute\"}]}}",
            "{\"spec\":{\"taints\":[{\"key\":\"other\",\"effect\":\"NoSchedule\"}]}}",
            "{\"spec\":{\"unschedulable\":true}}",
            "{\"spec\":{\"providerID\":\"other\"}}",
            "{\"metadata\":{\"labels\":{\"other\":\"1\"}}}"
          }) {
        assertThatThrownBy(() -> patch(agent, denied))
            .as(denied)
            .hasMessageContaining("may change only the label eci.dev/runtime and the taint");
      }
      patch(agent, "{\"spec\":{\"taints\":null}}");
    }
    assertThat(cluster.nodes().withName("node-a").get().getSpec().getTaints()).isEmpty();
  }

  private void label(String value) {
    patch(cluster, "{\"metadata\":{\"labels\":{\"eci.dev/runtime\":%s}}}".formatted(value));
  }

  private static void patch(KubernetesClient client, String patch) {
    client.nodes().withName("node-a").patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }
}
