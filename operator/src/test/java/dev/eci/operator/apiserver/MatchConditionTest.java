// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eci.crds.testing.RequiresApiServer;
import dev.eci.crds.v1alpha1.EciFallbackParameters;
import dev.eci.operator.Samples;
import dev.eci.operator.desired.CaSource;
import dev.eci.operator.desired.DesiredObjects;
import dev.eci.operator.desired.InstallationContext;
import dev.eci.operator.policy.ParsedPolicies;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which pods the API server sends to the validating webhook: no webhook listens there, so every pod
 * that is sent is denied.
 */
@RequiresApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatchConditionTest {
  private static final String NAMESPACE = "second-look";
  private static final String PLAIN =
      "hostUsers: false, runtimeClassName: eci, containers: [{name: c, image: busybox, securityContext: {privileged: true}, volumeMounts: [{name: v, mountPath: /v}]}]";
  private static final String WEBHOOK_CALLED = "failed calling webhook \"pods.eci.dev\"";
  private static final String VOLUMES =
      "volumes: [{name: v, emptyDir: {}}, {name: w, persistentVolumeClaim: {claimName: w}}, {name: x, projected: {sources: [{downwardAPI: {}}]}}]";

  private final KubernetesClient cluster = ApiServer.admin();

  /** Uses the first response: an unavailable webhook is no reason to retry here. */
  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(
              new ConfigBuilder(cluster.getConfiguration()).withRequestRetryBackoffLimit(0).build())
          .build();

  private List<HasMetadata> objects = List.of();

  @BeforeAll
  void register() {
    ApiServer.applyNamespace(NAMESPACE);
    ApiServer.applyRuntimeClass("eci");
    objects =
        DesiredObjects.of(
                ParsedPolicies.of(
                    List.of(
                        Samples.policy(
                            NAMESPACE,
                            "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}}"
                                .formatted(NAMESPACE)))),
                new CaSource.Bundle("PEM"),
                new InstallationContext(
                    ApiServer.NAMESPACE, List.of(ApiServer.NAMESPACE), List.of(), List.of()),
                Instant.now())
            .stream()
            .filter(o ->
                o.getKind().startsWith("ValidatingAdmissionPolicy")
                    || o instanceof EciFallbackParameters
                    || ofPods(o))
            .toList();
    objects.forEach(object -> {
      // the policies apply to this test's namespace only
      object.getMetadata().setOwnerReferences(List.of());
      if (object instanceof ValidatingWebhookConfiguration hooks) {
        pointToUnreachableWebhook(hooks);
      }
    });
    ApiServer.apply(objects);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> {
          assertThat(refusal(PLAIN + ", nodeName: n, " + VOLUMES)).contains(WEBHOOK_CALLED);
          assertThat(refusal(PLAIN + ", volumes: [{name: v, hostPath: {path: /etc}}]"))
              .contains("RES-2");
        });
  }

  @AfterAll
  void remove() {
    client.close();
    objects.forEach(object -> cluster.resource(object).delete());
    cluster.namespaces().withName(NAMESPACE).delete();
  }

  @Test
  void skipsPlainProtectedPods() {
    assertThat(refusal(PLAIN + ", " + VOLUMES)).isEmpty();
    assertThat(refusal(PLAIN + ", nodeSelector: {kubernetes.io/os: linux}, " + VOLUMES)).isEmpty();
  }

  /** The fallback admission policy does not cover these. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nodeName: n, volumes: [{name: v, emptyDir: {}}]",
        "volumes: [{name: v, csi: {driver: d}}]",
        "volumes: [{name: v, nfs: {server: s, path: /}}]",
        "volumes: [{name: v, gitRepo: {repository: r}}]",
        "volumes: [{name: v, emptyDir: {}}], securityContext: {sysctls: [{name: kernel.sem, value: '1'}]}",
        "volumes: [{name: v, emptyDir: {}}], nodeSelector: {kubernetes.io/os: windows}",
      })
  void reviewsPodsWithFurtherFields(String fields) {
    assertThat(refusal(PLAIN + ", " + fields)).contains(WEBHOOK_CALLED);
  }

  /** The mutating webhook leaves no pod with {@code hostUsers: false} that would be denied. */
  @Test
  void reviewsUnmutatedPods() {
    assertThat(refusal(PLAIN.replace("hostUsers: false, ", "") + ", " + VOLUMES))
        .contains(WEBHOOK_CALLED);
  }

  /** The condition does not skip the fallback admission policy for a pod that it would deny. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "volumes: [{name: v, hostPath: {path: /etc}}]",
        "volumes: [{name: v, emptyDir: {}}, {name: w, hostPath: {path: /}}]",
      })
  void keepsDenialsOfFallbackPolicy(String fields) {
    assertThat(refusal(PLAIN + ", " + fields)).contains("'eci-fallback'", "RES-");
  }

  private String refusal(String spec) {
    Pod pod =
        cluster
            .getKubernetesSerialization()
            .unmarshal(
                "---\n{apiVersion: v1, kind: Pod, metadata: {namespace: %s, name: p}, spec: {%s}}"
                    .formatted(NAMESPACE, spec),
                Pod.class);
    try {
      client.resource(pod).dryRun().create();
      return "";
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static boolean ofPods(HasMetadata object) {
    return object instanceof ValidatingWebhookConfiguration hooks
        && hooks.getWebhooks().stream().anyMatch(h -> h.getName().equals("pods.eci.dev"));
  }

  private static void pointToUnreachableWebhook(ValidatingWebhookConfiguration hooks) {
    hooks.getWebhooks().removeIf(hook -> !hook.getName().equals("pods.eci.dev"));
    hooks
        .getWebhooks()
        .forEach(hook -> {
          hook.getClientConfig().setUrl("https://127.0.0.1:1/");
          hook.getClientConfig().setService(null);
          hook.getClientConfig().setCaBundle(null);
          hook.setNamespaceSelector(
              new LabelSelectorBuilder()
                  .withMatchLabels(Map.of("kubernetes.io/metadata.name", NAMESPACE))
                  .build());
        });
  }
}
