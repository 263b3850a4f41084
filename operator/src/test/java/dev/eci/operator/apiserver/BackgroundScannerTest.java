// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.v1alpha1.EciImage;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicyStatus.BackgroundScan;
import dev.eci.signature.testing.KeySigner;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Running pods are evaluated and reported in status and reports, until the violation is fixed. */
class BackgroundScannerTest extends ApiServerTest {
  private static final String NAMESPACE = "audited";

  @BeforeAll
  static void installReports() throws IOException {
    try (InputStream crds = BackgroundScannerTest.class.getResourceAsStream("/report-crds.yaml")) {
      ApiServer.server().install(ApiServer.admin().load(crds).items());
    }
  }

  @AfterAll
  static void removeReports() throws IOException {
    try (InputStream crds = BackgroundScannerTest.class.getResourceAsStream("/report-crds.yaml")) {
      ApiServer.admin().load(crds).delete();
    }
  }

  @BeforeEach
  void namespace() {
    cluster
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    pod("plain", "");
    pod("host", "hostPID: true, ");
    pod("second", "");
  }

  @AfterEach
  void clear() {
    cluster.pods().inNamespace(NAMESPACE).withGracePeriod(0).delete();
    cluster.rbac().clusterRoles().withName("audit-test").delete();
    cluster.rbac().clusterRoleBindings().withName("audit-test").delete();
  }

  /** The scan shows what Enforce would do before the mode is Enforce. */
  @Test
  void reportsPodsAnAuditPolicyWouldDeny() {
    apply(policy("look", selecting("mode: Audit, ")));
    try (var _ = RunningOperator.start()) {
      eventually(() -> {
        BackgroundScan running = running("look");
        assertThat(running.pods()).isEqualTo(3);
        assertThat(running.denied()).isEqualTo(1);
        assertThat(running.changed()).isEqualTo(2);
        assertThat(running.examples()).containsExactly("audited/host: RES-1 spec.hostPID");
      });
      eventually(() -> {
        JsonNode report =
            report("/apis/wgpolicyk8s.io/v1alpha2/namespaces/audited/policyreports/eci");
        assertThat(report.at("/summary/warn").asInt()).isEqualTo(1);
        assertThat(report.at("/summary/pass").asInt()).isEqualTo(2);
        assertThat(report.at("/results/0/rule").asText()).isEqualTo("RES-1");
        assertThat(report.at("/results/0/result").asText()).isEqualTo("warn");
        assertThat(report.at("/results/0/resources/0/name").asText()).isEqualTo("host");
      });
      cluster.pods().inNamespace(NAMESPACE).withName("host").withGracePeriod(0).delete();
      eventually(() -> assertThat(running("look").denied()).isZero());
    }
  }

  /** Before an upgrade: pods whose exemption has to say {@code privileged: true}. */
  @Test
  void reportsExemptPodsThatExceedBaseline() {
    apply(policy("look", selecting("exemptions: [{namespaces: [audited], reason: r}], ")));
    try (var _ = RunningOperator.start()) {
      eventually(() -> {
        BackgroundScan running = running("look");
        assertThat(running.denied()).isEqualTo(1);
        assertThat(running.examples()).containsExactly("audited/host: ISO-4 spec.hostPID");
      });
    }
  }

  /** The signatures of running images are verified before a policy is enforced. */
  @Test
  void checksImagesOfRunningPods() {
    String key = KeySigner.of("EC").publicPem().replace("\n", "\\n");
    apply(
        policy(
            "look",
            selecting(
                "mode: Audit, imageTrust: {scope: All, authorities: [{name: a, key: {publicKeys: \"%s\"}}]}, "
                    .formatted(key))));
    try (var _ = RunningOperator.start()) {
      eventually(() -> assertThat(running("look").denied()).isEqualTo(3));
      eventually(() ->
          assertThat(cluster.resources(EciImage.class).list().getItems())
              .singleElement()
              .satisfies(image -> {
                assertThat(image.getSpec().image()).isEqualTo("docker.io/library/busybox:latest");
                // that it is unsigned, or that its registry cannot be reached from here
                assertThat(image.getStatus()).isNotNull();
              }));
      cluster.resources(EciImage.class).delete();
    }
  }

  /** Nodes use the status for as long as the pod has the socket: SOCK-2. */
  @Test
  void keepsResolvedImagesOfRunningSocketPods() {
    String image = "registry.invalid/tool@sha256:" + "a".repeat(64);
    pod(
        "tool",
        "volumes: [{name: s, hostPath: {path: /run/eci/docker/docker.sock}}], ",
        "image: \"%s\", volumeMounts: [{name: s, mountPath: /s}]".formatted(image));
    apply(
        policy(
            "tags",
            selecting(
                "dockerSocketMount: {imageList: {images: [\"registry.invalid/tool:*\"]}}, ")));
    try (var _ = RunningOperator.start()) {
      eventually(() -> {
        EciPolicy now = cluster.resources(EciPolicy.class).withName("tags").get();
        assertThat(now.getStatus()).isNotNull();
        assertThat(now.getStatus().images())
            .anySatisfy(known -> {
              assertThat(known.image()).isEqualTo(image);
              assertThat(known.problem()).contains("cannot be reached");
            });
      });
    }
  }

  /** ISO-8: a pod that was created earlier is never called protected. In both kinds of reports. */
  @Test
  void reportsPodsOlderThanPolicy() {
    apply(policy("enforce", selecting("")));
    try (var _ = RunningOperator.start()) {
      for (String path :
          List.of(
              "/apis/wgpolicyk8s.io/v1alpha2/namespaces/audited/policyreports/eci",
              "/apis/openreports.io/v1alpha1/namespaces/audited/reports/eci")) {
        eventually(() -> {
          JsonNode report = report(path);
          assertThat(report.at("/summary/fail").asInt()).isEqualTo(3);
          assertThat(report.path("results"))
              .extracting(r -> r.path("rule").asText() + " " + r.at("/resources/0/name").asText())
              .containsExactlyInAnyOrder("ISO-8 plain", "RES-1 host", "ISO-8 second");
          assertThat(report.path("results"))
              .filteredOn(r -> r.path("rule").asText().equals("ISO-8"))
              .allMatch(r ->
                  r.path("message").asText().contains("the pod runs unprotected")
                      && r.path("source").asText().equals("eci"));
        });
      }
      cluster.resource(policy("enforce", "{}")).delete();
      eventually(() ->
          assertThat(
                  cluster.raw("/apis/wgpolicyk8s.io/v1alpha2/namespaces/audited/policyreports/eci"))
              .isNull());
    }
  }

  /** What {@code userNamespaces: Preferred} admitted is reported once, as an Event of the pod. */
  @Test
  void emitsEventForUnprotectedPods() {
    marked("windows", "");
    // a user who sets the label on a protected pod triggers no Event
    marked("protected", "hostUsers: false, ");
    apply(policy("preferred", selecting("runtime: {userNamespaces: Preferred}, ")));
    String uid =
        cluster.pods().inNamespace(NAMESPACE).withName("windows").get().getMetadata().getUid();
    for (int start = 0; start < 2; start++) {
      try (var _ = RunningOperator.start()) {
        eventually(() -> assertThat(running("preferred").pods()).isEqualTo(5));
        eventually(() ->
            assertThat(unprotectedEvents())
                .singleElement()
                .satisfies(event -> {
                  assertThat(event.getRegarding().getName()).isEqualTo("windows");
                  assertThat(event.getRegarding().getUid()).isEqualTo(uid);
                  assertThat(event.getType()).isEqualTo("Warning");
                  assertThat(event.getNote()).isEqualTo("no user namespaces there");
                }));
      }
    }
  }

  private List<Event> unprotectedEvents() {
    return cluster.events().v1().events().inNamespace(NAMESPACE).list().getItems().stream()
        .filter(event -> event.getReason().equals("RunsUnprotected"))
        .toList();
  }

  private void marked(String name, String spec) {
    pod(name, spec);
    cluster
        .pods()
        .inNamespace(NAMESPACE)
        .withName(name)
        .edit(pod ->
            new PodBuilder(pod)
                .editMetadata()
                .addToLabels("eci.dev/unprotected", "true")
                .addToAnnotations("eci.dev/notice", "no user namespaces there")
                .endMetadata()
                .build());
  }

  /** RES-4: RBAC rules that admission cannot prevent. */
  @Test
  void reportsRbacNodeConsoles() {
    cluster
        .load(
            new java.io.ByteArrayInputStream(
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: audit-test}
                rules: [{apiGroups: [""], resources: [nodes/proxy], verbs: [get]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: audit-test}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: audit-test}
                subjects: [{kind: User, name: eve, apiGroup: rbac.authorization.k8s.io}]
                """
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .serverSideApply();
    try (var _ = RunningOperator.start()) {
      eventually(() -> {
        JsonNode report = report("/apis/wgpolicyk8s.io/v1alpha2/clusterpolicyreports/eci");
        assertThat(report.path("results"))
            .extracting(r -> r.path("message").asText())
            .anyMatch(
                m -> m.contains("\"User eve\" may use \"nodes/proxy\" by role \"audit-test\""))
            .noneMatch(m -> m.contains("system:"));
      });
    }
  }

  private static String selecting(String rest) {
    return "{%snamespaceSelector: {matchLabels: {kubernetes.io/metadata.name: audited}}}"
        .formatted(rest);
  }

  private BackgroundScan running(String policy) {
    EciPolicy now = cluster.resources(EciPolicy.class).withName(policy).get();
    assertThat(now.getStatus()).isNotNull();
    assertThat(now.getStatus().backgroundScan()).isNotNull();
    return now.getStatus().backgroundScan();
  }

  private JsonNode report(String path) {
    String text = cluster.raw(path);
    assertThat(text).as(path).isNotNull();
    return cluster.getKubernetesSerialization().unmarshal(text, JsonNode.class);
  }

  private void pod(String name, String spec) {
    pod(name, spec, "image: busybox");
  }

  private void pod(String name, String spec, String container) {
    Pod pod =
        cluster
            .getKubernetesSerialization()
            .unmarshal(
                "---\n{apiVersion: v1, kind: Pod, metadata: {namespace: audited, name: %s}, spec: {%scontainers: [{name: c, %s}]}}"
                    .formatted(name, spec, container),
                Pod.class);
    // the fallback policy of an earlier test may deny for a moment longer
    await().atMost(SOON).ignoreExceptions().until(() -> cluster.resource(pod).create(), p -> true);
  }
}
