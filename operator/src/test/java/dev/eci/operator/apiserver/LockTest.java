// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.v1alpha1.EciImage;
import dev.eci.crds.v1alpha1.EciImageSpec;
import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.Samples;
import dev.eci.operator.desired.InstallationContext;
import dev.eci.operator.desired.lock.LockPolicies;
import dev.eci.policy.model.Policy;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * RES-5: cluster admins by RBAC who are not in the admin group cannot change anything that is
 * locked.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LockTest extends ApiServerTest {
  private static final InstallationContext PLACE =
      new InstallationContext(
          ApiServer.NAMESPACE,
          List.of(ApiServer.NAMESPACE),
          List.of("system:masters", "eci:admins"),
          List.of("flux"));

  /**
   * Policies in force, in addition to the one that tests store: they select, exempt and name
   * classes.
   */
  private static final List<Policy> LOCKED =
      PolicySnapshot.of(
              List.of(
                  Samples.policy(
                      "locked",
                      "{locked: true, namespaceSelector: {matchLabels: {team: apps}}, podSelector: {matchLabels: {tier: web}}}"),
                  Samples.policy(
                      "locked-too",
                      "{locked: true, namespaceSelector: {matchExpressions: [{key: eci, operator: NotIn, values: ['off']}]},"
                          + " runtime: {isolatedClasses: [lock-machine]}, exemptions: [{serviceAccounts: [lock-exempt/daemon], reason: r}]}")))
          .valid();

  private final KubernetesClient users = ApiServer.as("someone", "users");
  private final KubernetesClient admins = ApiServer.as("someone", "users", "eci:admins");

  @BeforeAll
  void lock() {
    empty();
    cluster
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName("lock-test-users")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                .addNewSubject("rbac.authorization.k8s.io", "Group", "users", null)
                .build())
        .serverSideApply();
    LockPolicies.desired(List.of("locked"), LOCKED, PLACE)
        .forEach(o -> cluster.resource(o).serverSideApply());
    // the API server loads each policy separately
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            !refusal(() -> configMap(users, "probe")).isEmpty()
                && !refusal(() ->
                        users.rbac().clusterRoles().withName("eci-operator").dryRun().delete())
                    .isEmpty());
  }

  @AfterAll
  void unlock() {
    empty();
    cluster.rbac().clusterRoleBindings().withName("lock-test-users").delete();
  }

  @Override
  void empty() {
    // the locks are created once for all tests
  }

  @Test
  void rejectsChangesToLockedPolicy() {
    store("locked", "{locked: true}");
    String refused =
        "EciPolicy \"locked\" is locked (RES-5); only members of system:masters, eci:admins may change or delete it.";
    assertThat(refusal(() -> edit(users, "{locked: true, mode: Audit}"))).contains(refused);
    assertThat(refusal(() -> edit(users, "{locked: false}"))).contains(refused);
    assertThat(refusal(() -> users.resources(EciPolicy.class).withName("locked").delete()))
        .contains(refused);
    assertThat(refusal(() -> users.resources(EciPolicy.class).delete())).contains(refused);
    assertThat(
            refusal(() ->
                users
                    .resources(EciPolicy.class)
                    .withName("locked")
                    .edit(p -> {
                      p.getMetadata().setLabels(Map.of("a", "b"));
                      return p;
                    })))
        .contains(refused);

    assertThat(refusal(() -> edit(admins, "{locked: true, mode: Warn}"))).isEmpty();
    assertThat(refusal(() -> edit(ApiServer.as("flux", "users"), "{locked: true}"))).isEmpty();
    assertThat(refusal(() -> edit(admins, "{locked: false}"))).isEmpty();
    assertThat(refusal(() -> edit(users, "{mode: Audit}"))).isEmpty();
    assertThat(refusal(() -> users.resources(EciPolicy.class).withName("locked").delete()))
        .isEmpty();
  }

  @Test
  void locksInstallationNamespace() {
    assertThat(refusal(() -> configMap(users, "theirs")))
        .contains(
            "enhanced container isolation: configmaps \"theirs\" belongs to it and may not be changed, because EciPolicy \"locked\" is locked"
                + " (RES-5); only members of system:masters, eci:admins may, or unlock that policy.");
    assertThat(refusal(() -> configMap(admins, "theirs"))).isEmpty();
    assertThat(
            refusal(() ->
                users
                    .configMaps()
                    .inNamespace("default")
                    .resource(named("lock-test"))
                    .serverSideApply()))
        .isEmpty();
    assertThat(refusal(() -> users.namespaces().withName(ApiServer.NAMESPACE).delete()))
        .contains("namespaces \"eci-system\" belongs to it");
    assertThat(refusal(() -> configMap(ApiServer.as("eci-operator"), "x"))).doesNotContain("RES-5");
  }

  /** A user with a token of the product's accounts would have their rights. */
  @Test
  void rejectsTokensOfOwnServiceAccounts() {
    cluster
        .serviceAccounts()
        .inNamespace(ApiServer.NAMESPACE)
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("eci-webhook")
                .endMetadata()
                .build())
        .serverSideApply();
    assertThat(
            refusal(() ->
                users
                    .serviceAccounts()
                    .inNamespace(ApiServer.NAMESPACE)
                    .withName("eci-webhook")
                    .tokenRequest(new TokenRequest())))
        .contains("RES-5");
  }

  @Test
  void locksAgentPods() {
    pod("eci-agent-x");
    pod("eci-webhook-x");
    var pods = users.pods().inNamespace(ApiServer.NAMESPACE);
    assertThat(refusal(() -> pods.withName("eci-agent-x").delete()))
        .contains("pods \"eci-agent-x\"");
    // over a websocket only the status code arrives; RBAC allows both
    assertThat(exec(users)).contains("403");
    assertThat(exec(admins)).isNotEmpty().doesNotContain("403");
    assertThat(
            refusal(() ->
                pods.withName("eci-agent-x")
                    .ephemeralContainers()
                    .edit(p ->
                        new PodBuilder(p)
                            .editSpec()
                            .addNewEphemeralContainer()
                            .withName("d")
                            .withImage("busybox")
                            .endEphemeralContainer()
                            .endSpec()
                            .build())))
        .contains("RES-5");
    assertThat(refusal(() -> evict("eci-agent-x"))).contains("RES-5");
    assertThat(refusal(() -> evict("eci-webhook-x"))).isEmpty();
    // a kubelet, and the controller
    var node = ApiServer.as("system:node:a", "system:nodes", "users");
    assertThat(
            refusal(() ->
                node.pods()
                    .inNamespace(ApiServer.NAMESPACE)
                    .withName("eci-agent-x")
                    .withGracePeriod(0)
                    .delete()))
        .doesNotContain("RES-5");
    var controller =
        ApiServer.as("system:serviceaccount:kube-system:daemon-set-controller", "users");
    assertThat(
            refusal(() ->
                controller
                    .pods()
                    .inNamespace(ApiServer.NAMESPACE)
                    .withName("eci-agent-x")
                    .delete()))
        .isEmpty();
  }

  @Test
  void locksRuntimeLabelOfNodes() {
    cluster
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName("lock-node")
                .addToLabels("eci.dev/runtime", "ready")
                .endMetadata()
                .build())
        .create();
    assertThat(refusal(() -> label(users, "eci.dev/runtime", "no")))
        .contains("nodes \"lock-node\"");
    assertThat(refusal(() -> label(users, "eci.dev/runtime", null))).contains("RES-5");
    assertThat(refusal(() -> label(users, "eci.dev/other", "x"))).contains("RES-5");
    assertThat(refusal(() -> label(users, "zone", "x"))).isEmpty();
    assertThat(refusal(() -> label(admins, "eci.dev/runtime", "no"))).isEmpty();
    assertThat(refusal(() -> users.nodes().withName("lock-node").delete())).isEmpty();
  }

  @Test
  void locksOwnClusterObjects() {
    for (String name : List.of("eci", "kata")) {
      var runtimeClass =
          new RuntimeClassBuilder()
              .withNewMetadata()
              .withName("lock-" + name)
              .addToLabels(
                  name.equals("eci")
                      ? Map.of("app.kubernetes.io/managed-by", "eci-operator")
                      : Map.of())
              .endMetadata()
              .withHandler("x")
              .build();
      cluster.resource(runtimeClass).serverSideApply();
    }
    assertThat(
            refusal(() ->
                users
                    .resources(io.fabric8.kubernetes.api.model.node.v1.RuntimeClass.class)
                    .withName("lock-eci")
                    .delete()))
        .contains("runtimeclasses \"lock-eci\"");
    assertThat(
            refusal(() ->
                users
                    .resources(io.fabric8.kubernetes.api.model.node.v1.RuntimeClass.class)
                    .withName("lock-kata")
                    .delete()))
        .isEmpty();
    assertThat(refusal(() -> users.rbac().clusterRoles().withName("eci-operator").delete()))
        .contains("clusterroles \"eci-operator\"");
    assertThat(
            refusal(() ->
                users
                    .apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName("ecipolicies.eci.dev")
                    .delete()))
        .contains("customresourcedefinitions \"ecipolicies.eci.dev\"");
    EciNode node = new EciNode();
    node.setMetadata(new ObjectMetaBuilder().withName("lock-node").build());
    assertThat(refusal(() -> users.resource(node).create())).contains("ecinodes");
    EciImage image = new EciImage();
    image.setMetadata(new ObjectMetaBuilder().withName("forged").build());
    image.setSpec(new EciImageSpec("busybox:1", "2026-11-01T00:00:00Z"));
    assertThat(refusal(() -> users.resource(image).create())).contains("eciimages");
  }

  /** RES-5: a project owner must not be able to take the namespace out of the policy. */
  @Test
  void keepsNamespacesInSelectors() {
    namespace(cluster, "lock-apps", Map.of("team", "apps"));
    String refused =
        "\" may not be changed or created like this, because pods would leave EciPolicy \"locked\" or another locked policy (RES-5); only members of system:masters, eci:admins may do it, or unlock that policy.";
    assertThat(refusal(() -> namespace(users, "lock-apps", Map.of("team", "other"))))
        .contains("namespaces \"lock-apps" + refused);
    assertThat(refusal(() -> namespace(users, "lock-apps", Map.of()))).contains("RES-5");
    assertThat(refusal(() -> namespace(users, "lock-apps", Map.of("team", "apps", "eci", "off"))))
        .contains("RES-5");
    assertThat(refusal(() -> namespace(users, "lock-apps", Map.of("team", "apps", "a", "b"))))
        .isEmpty();
    assertThat(refusal(() -> namespace(admins, "lock-apps", Map.of("team", "other")))).isEmpty();
    assertThat(refusal(() -> namespace(users, "lock-apps", Map.of("team", "apps")))).isEmpty();

    assertThat(refusal(() -> namespace(users, "lock-off", Map.of("eci", "off")))).contains("RES-5");
    assertThat(refusal(() -> namespace(users, "lock-exempt", Map.of()))).contains("RES-5");
    assertThat(refusal(() -> namespace(users, "cilium", Map.of()))).contains("RES-5");
    assertThat(refusal(() -> namespace(admins, "lock-exempt", Map.of()))).isEmpty();
    assertThat(refusal(() -> namespace(users, "lock-new", Map.of("team", "x")))).isEmpty();
    for (String name : List.of("lock-apps", "lock-exempt", "lock-new")) {
      cluster.namespaces().withName(name).delete();
    }
  }

  @Test
  void keepsPodsInSelectors() {
    namespace(cluster, "lock-pods", Map.of("team", "apps"));
    var pods = users.pods().inNamespace("lock-pods");
    cluster
        .serviceAccounts()
        .inNamespace("lock-pods")
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName("default").endMetadata().build())
        .serverSideApply();
    cluster
        .pods()
        .inNamespace("lock-pods")
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("p")
                .addToLabels("tier", "web")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage("busybox")
                .endContainer()
                .endSpec()
                .build())
        .create();
    assertThat(refusal(() -> relabel(pods, "tier", "x"))).contains("pods \"p\"", "RES-5");
    assertThat(refusal(() -> relabel(pods, "other", "x"))).isEmpty();
    assertThat(refusal(() -> relabel(admins.pods().inNamespace("lock-pods"), "tier", "x")))
        .isEmpty();
    cluster.namespaces().withName("lock-pods").delete();
  }

  private static void relabel(
      io.fabric8.kubernetes.client.dsl.NonNamespaceOperation<
              io.fabric8.kubernetes.api.model.Pod,
              io.fabric8.kubernetes.api.model.PodList,
              io.fabric8.kubernetes.client.dsl.PodResource>
          pods,
      String key,
      String value) {
    pods.withName("p")
        .edit(pod -> {
          pod.getMetadata().getLabels().put(key, value);
          return pod;
        });
  }

  /** A new class of that name can have any handler. */
  @Test
  void locksRuntimeClassesThatPoliciesName() {
    var made =
        new RuntimeClassBuilder()
            .withNewMetadata()
            .withName("lock-machine")
            .endMetadata()
            .withHandler("runc")
            .build();
    assertThat(refusal(() -> users.resource(made).create()))
        .contains("runtimeclasses \"lock-machine\"");
    assertThat(refusal(() -> admins.resource(made).create())).isEmpty();
    assertThat(refusal(() -> users.resource(made).delete()))
        .contains("runtimeclasses \"lock-machine\"");
    assertThat(refusal(() -> admins.resource(made).delete())).isEmpty();
  }

  private static void namespace(KubernetesClient who, String name, Map<String, String> labels) {
    var written =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(name)
            .withLabels(labels)
            .endMetadata()
            .build();
    if (who.namespaces().withName(name).get() == null) {
      who.resource(written).create();
    } else {
      who.namespaces()
          .withName(name)
          .edit(found -> {
            found.getMetadata().setLabels(new java.util.HashMap<>(labels));
            found.getMetadata().getLabels().put("kubernetes.io/metadata.name", name);
            return found;
          });
    }
  }

  /** The API server calls no webhook for these; it does evaluate admission policies. */
  @Test
  void locksAdmissionConfiguration() {
    cluster
        .resource(
            new io.fabric8.kubernetes.api.model.admissionregistration.v1
                    .ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName("eci-pods")
                .endMetadata()
                .build())
        .serverSideApply();
    var kinds = users.admissionRegistration().v1();
    assertThat(refusal(() -> kinds.validatingWebhookConfigurations().withName("eci-pods").delete()))
        .contains("validatingwebhookconfigurations \"eci-pods\"");
    assertThat(refusal(() -> kinds.validatingWebhookConfigurations().delete()))
        .as("all")
        .contains("RES-5");
    assertThat(
            refusal(() ->
                admins
                    .admissionRegistration()
                    .v1()
                    .validatingWebhookConfigurations()
                    .withName("eci-pods")
                    .delete()))
        .isEmpty();
  }

  private void store(String name, String spec) {
    EciPolicy policy = Samples.policy(name, spec);
    policy.getMetadata().setUid(null);
    policy.getMetadata().setGeneration(null);
    cluster.resource(policy).create();
  }

  private static void edit(KubernetesClient who, String spec) {
    UnaryOperator<EciPolicy> change =
        policy -> {
          policy.setSpec(Samples.policy("x", spec).getSpec());
          return policy;
        };
    who.resources(EciPolicy.class).withName("locked").edit(change);
  }

  private static io.fabric8.kubernetes.api.model.ConfigMap named(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  private static void configMap(KubernetesClient who, String name) {
    who.configMaps().inNamespace(ApiServer.NAMESPACE).resource(named(name)).serverSideApply();
  }

  private void pod(String name) {
    cluster
        .pods()
        .inNamespace(ApiServer.NAMESPACE)
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNodeName("a")
                .addNewContainer()
                .withName("c")
                .withImage("busybox")
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  private static String exec(KubernetesClient who) {
    Throwable failure =
        org.assertj.core.api.Assertions.catchThrowable(() ->
            who.pods()
                .inNamespace(ApiServer.NAMESPACE)
                .withName("eci-agent-x")
                .exec("id")
                .exitCode()
                .get(20, java.util.concurrent.TimeUnit.SECONDS));
    StringBuilder messages = new StringBuilder();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      messages.append(t.getMessage()).append('\n');
    }
    return messages.toString();
  }

  private void evict(String name) {
    users
        .pods()
        .inNamespace(ApiServer.NAMESPACE)
        .withName(name)
        .evict(
            new EvictionBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(ApiServer.NAMESPACE)
                .endMetadata()
                .build());
  }

  private static void label(KubernetesClient who, String key, String value) {
    who.nodes()
        .withName("lock-node")
        .edit(node -> {
          if (value == null) {
            node.getMetadata().getLabels().remove(key);
          } else {
            node.getMetadata().getLabels().put(key, value);
          }
          return node;
        });
  }

  private static String refusal(ThrowingCallable call) {
    var refused = catchThrowableOfType(KubernetesClientException.class, call);
    if (refused == null) {
      return "";
    }
    return String.valueOf(
        refused.getStatus() == null ? refused.getMessage() : refused.getStatus().getMessage());
  }
}
