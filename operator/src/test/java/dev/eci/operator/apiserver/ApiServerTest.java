// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eci.crds.testing.RequiresApiServer;
import dev.eci.crds.v1alpha1.EciImage;
import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciNodeStatus;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicySpec;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The base class of tests against the API server. Each test starts with an empty cluster. */
@RequiresApiServer
abstract class ApiServerTest {
  static final Duration SOON = Duration.ofSeconds(20);

  /** Its pods bypass the webhooks, which do not run here. */
  static final String UNREVIEWED = "kube-system";

  final KubernetesClient cluster = ApiServer.admin();

  @BeforeEach
  @AfterEach
  void empty() {
    // no webhook runs here, so the operator's own configuration would deny every policy
    cluster
        .admissionRegistration()
        .v1()
        .validatingAdmissionPolicyBindings()
        .withLabel("app.kubernetes.io/managed-by", "eci-operator")
        .delete();
    cluster
        .admissionRegistration()
        .v1()
        .validatingAdmissionPolicies()
        .withLabel("app.kubernetes.io/managed-by", "eci-operator")
        .delete();
    cluster.admissionRegistration().v1().validatingWebhookConfigurations().delete();
    cluster.admissionRegistration().v1().mutatingWebhookConfigurations().delete();
    cluster.resources(EciPolicy.class).delete();
    cluster.resources(EciNode.class).delete();
    cluster.resources(EciImage.class).delete();
    cluster.resources(RuntimeClass.class).delete();
    cluster.nodes().delete();
    cluster.pods().inNamespace(UNREVIEWED).withGracePeriod(0).delete();
    cluster.pods().inNamespace(ApiServer.NAMESPACE).withGracePeriod(0).delete();
    cluster.events().v1().events().inNamespace(ApiServer.NAMESPACE).delete();
    cluster.secrets().inNamespace(ApiServer.NAMESPACE).delete();
    cluster.configMaps().inNamespace(ApiServer.NAMESPACE).withName("eci-uninstalling").delete();
    cluster.apps().deployments().inNamespace(ApiServer.NAMESPACE).delete();
    cluster.leases().inNamespace(ApiServer.NAMESPACE).delete();
    cluster.events().v1().events().inNamespace("default").delete();
  }

  static void eventually(ThrowingRunnable assertion) {
    await().atMost(SOON).pollInterval(Duration.ofMillis(100)).untilAsserted(assertion);
  }

  EciPolicy policy(String name, String specYaml) {
    EciPolicySpec spec =
        cluster.getKubernetesSerialization().unmarshal("---\n" + specYaml, EciPolicySpec.class);
    EciPolicy policy = new EciPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withName(name).build());
    policy.setSpec(spec);
    return policy;
  }

  /** Bypasses the operator's validating webhook, which does not run here. */
  EciPolicy apply(EciPolicy policy) {
    cluster
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName("eci-policies")
        .delete();
    return await().atMost(SOON).ignoreExceptions().until(() -> tryApply(policy), applied -> true);
  }

  private EciPolicy tryApply(EciPolicy policy) {
    cluster
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName("eci-policies")
        .delete();
    return cluster.resource(policy).fieldManager("test").forceConflicts().serverSideApply();
  }

  void node(String name, boolean ready) {
    EciNode node = new EciNode();
    node.setMetadata(new ObjectMetaBuilder().withName(name).build());
    if (cluster.resource(node).get() == null) {
      cluster.resource(node).create();
    }
    node.setStatus(
        new EciNodeStatus(
            null,
            List.of(
                new ConditionBuilder()
                    .withType("Ready")
                    .withStatus(ready ? "True" : "False")
                    .withReason("Test")
                    .withLastTransitionTime("2026-11-01T00:00:00Z")
                    .build()),
            null,
            null,
            null));
    cluster.resource(node).patchStatus();
  }

  String namespaceUid() {
    return cluster.namespaces().withName(ApiServer.NAMESPACE).get().getMetadata().getUid();
  }

  /** A pod on a node, without a kubelet that runs it. */
  Pod pod(String namespace, String name, String node, String runtimeClass) {
    cluster
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("default")
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .serverSideApply();
    return cluster
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .withRuntimeClassName(runtimeClass)
                .withAutomountServiceAccountToken(false)
                .addNewContainer()
                .withName("main")
                .withImage("main")
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  /** Its kubelet reports that the agent is ready, or that it is not. */
  void agentPod(String node, boolean ready) {
    Pod pod = cluster.pods().inNamespace(ApiServer.NAMESPACE).withName("agent-" + node).get();
    if (pod == null) {
      pod = pod(ApiServer.NAMESPACE, "agent-" + node, node, null);
      pod =
          cluster
              .resource(pod)
              .edit(created ->
                  created
                      .edit()
                      .editMetadata()
                      .addToLabels("app.kubernetes.io/name", "eci-agent")
                      .endMetadata()
                      .build());
    }
    cluster
        .resource(pod)
        .editStatus(seen ->
            seen.edit()
                .editOrNewStatus()
                .withPhase("Running")
                .withConditions(
                    new PodConditionBuilder()
                        .withType("Ready")
                        .withStatus(ready ? "True" : "False")
                        .build())
                .endStatus()
                .build());
  }

  ValidatingWebhookConfiguration validating(String name) {
    return cluster
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(name)
        .get();
  }

  MutatingWebhookConfiguration mutating(String name) {
    return cluster
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(name)
        .get();
  }

  RuntimeClass runtimeClass(String name) {
    return cluster.resources(RuntimeClass.class).withName(name).get();
  }

  Condition condition(String policy, String type) {
    EciPolicy now = cluster.resources(EciPolicy.class).withName(policy).get();
    assertThat(now).as("EciPolicy %s", policy).isNotNull();
    assertThat(now.getStatus()).as("its status").isNotNull();
    assertThat(now.getStatus().conditions()).isNotNull();
    return now.getStatus().conditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no condition " + type));
  }

  void awaitReady(String policy, String status, String reason) {
    eventually(() ->
        assertThat(condition(policy, "Ready"))
            .extracting(Condition::getStatus, Condition::getReason)
            .containsExactly(status, reason));
  }

  /** The version of everything that the operator writes. */
  Map<String, String> versions() {
    return Stream.<List<? extends HasMetadata>>of(
            cluster
                .admissionRegistration()
                .v1()
                .validatingWebhookConfigurations()
                .list()
                .getItems(),
            cluster.admissionRegistration().v1().mutatingWebhookConfigurations().list().getItems(),
            cluster.admissionRegistration().v1().validatingAdmissionPolicies().list().getItems(),
            cluster
                .admissionRegistration()
                .v1()
                .validatingAdmissionPolicyBindings()
                .list()
                .getItems(),
            cluster.resources(RuntimeClass.class).list().getItems(),
            cluster.secrets().inNamespace(ApiServer.NAMESPACE).list().getItems(),
            cluster.events().v1().events().inNamespace("default").list().getItems(),
            cluster.resources(EciPolicy.class).list().getItems())
        .flatMap(List::stream)
        .collect(
            Collectors.toMap(
                object -> object.getKind() + "/" + object.getMetadata().getName(),
                object -> object.getMetadata().getResourceVersion()));
  }
}
