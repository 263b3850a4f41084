// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import static dev.eci.policy.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.pod.PodReader;
import dev.eci.crds.pod.PodTemplate;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.Samples;
import dev.eci.policy.pod.PodEvaluation;
import dev.eci.policy.pod.PodVerdict;
import dev.eci.policy.testing.Gen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second review would have admitted every pod that skips it. */
class PlainPodMatchConditionTest {
  private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final Map<String, CelRuntime.Program> PROGRAMS = new ConcurrentHashMap<>();
  private static final String PLAIN =
      "hostUsers: false, runtimeClassName: eci, containers: [{name: c, image: 'docker:cli', volumeMounts: [{name: v, mountPath: /v}]}]";

  /** Any number of these together leave a pod plain. */
  private static final List<String> POLICIES =
      List.of(
          "{}",
          "{hostPaths: {allowed: [/data], readOnlyAllowed: [/etc/ssl]}}",
          "{dockerSocketMount: {imageList: {images: ['docker:cli']}}}",
          "{runtime: {isolatedClasses: [kata], userNamespaces: Preferred}}",
          "{exemptions: [{namespaces: [app], images: ['docker:cli'], reason: r}]}",
          "{podSelector: {matchLabels: {tier: web}}}");

  /** Fields of pods, harmless ones too; a later one replaces an earlier one. */
  private static final List<String> REQUESTED =
      List.of(
          "hostNetwork: true",
          "hostNetwork: false",
          "hostPID: true",
          "hostIPC: true",
          "hostUsers: true",
          "hostUsers: null",
          "runtimeClassName: kata",
          "runtimeClassName: other",
          "runtimeClassName: null",
          "nodeName: n",
          "nodeName: ''",
          "os: {name: windows}",
          "os: {name: linux}",
          "nodeSelector: {kubernetes.io/os: windows}",
          "nodeSelector: {kubernetes.io/os: linux, disk: fast}",
          "serviceAccountName: s",
          "securityContext: {sysctls: [{name: vm.swappiness, value: '1'}]}",
          "securityContext: {runAsUser: 5}",
          "ephemeralContainers: [{name: e, image: busybox, volumeMounts: [{name: v, mountPath: /v}]}]",
          "initContainers: [{name: i, image: busybox, volumeDevices: [{name: v, devicePath: /dev/x}]}]",
          "initContainers: [{name: i, image: busybox, securityContext: {privileged: true}}]",
          "containers: [{name: c, image: 'A:B:C', securityContext: {privileged: true}, volumeDevices: [{name: v, devicePath: /dev/x}]}]",
          "volumes: [{name: v, emptyDir: {}}]",
          "volumes: [{name: v, configMap: {name: c}}, {name: w, secret: {secretName: s}}, {name: x, downwardAPI: {}}, {name: y, projected: {sources: []}}]",
          "volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]",
          "volumes: [{name: v, hostPath: {path: /data}}]",
          "volumes: [{name: w, emptyDir: {}}, {name: v, hostPath: {path: /}}]",
          "volumes: [{name: v, hostPath: {path: /var/run/docker.sock}}]",
          "volumes: [{name: v, gitRepo: {repository: r}}]",
          "volumes: [{name: v, nfs: {server: s, path: /}}]",
          "volumes: [{name: v, image: {reference: busybox}}]",
          "volumes: [{name: v, csi: {driver: d, volumeAttributes: {hostPath: /etc}}}]",
          "volumes: [{name: v, flexVolume: {driver: d, options: {path: /etc}}}]");

  @Test
  void skippedPodsViolateNoRule() {
    AtomicInteger skipped = new AtomicInteger();
    forAll(3000, policies(), pods())
        .holds((specs, pod) -> {
          List<EciPolicy> policies = written(specs);
          boolean plain = !isReviewed(policies, pod, "CREATE", "Pod");

          if (plain) {
            skipped.incrementAndGet();
            PodVerdict verdict = decided(policies, pod);
            assertThat(verdict.violations()).isEmpty();
            assertThat(verdict.mutation().isEmpty()).isTrue();
          }
        });
    // more than 8 % of them
    assertThat(skipped.get()).isGreaterThan(240);
  }

  private static Gen<List<String>> policies() {
    return Gen.of(POLICIES).list(1, 3);
  }

  private static Gen<JsonNode> pods() {
    return Gen.of(REQUESTED).list(0, 3).map(PlainPodMatchConditionTest::pod);
  }

  @Test
  void skipsMutatedPods() {
    JsonNode pod = pod(List.of("volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]"));

    assertThat(isReviewed(written(POLICIES), pod, "CREATE", "Pod")).isFalse();
  }

  @Test
  void alwaysReviewsUpdatesAndWorkloads() {
    JsonNode pod = pod(List.of());

    assertThat(isReviewed(written(POLICIES), pod, "UPDATE", "Pod")).isTrue();
    assertThat(isReviewed(written(POLICIES), pod, "CREATE", "PodTemplate")).isTrue();
  }

  /** Such policies report more than the pod itself shows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{mode: Warn}",
        "{mode: Audit}",
        "{runtime: {className: another}}",
        "{imageTrust: {scope: SocketMounts, authorities: [{name: a, keyless: {issuer: i, subject: s, roots: r, logKeys: l}}]}}",
        "{hostPaths: {allowed: [not-absolute]}}"
      })
  void reviewsEveryPodWhenAPolicyReportsMore(String other) {
    assertThat(PlainPodMatchCondition.reviewCondition(PolicySnapshot.of(written(List.of("{}")))))
        .isPresent();
    assertThat(
            PlainPodMatchCondition.reviewCondition(
                PolicySnapshot.of(written(List.of("{}", other)))))
        .isEmpty();
    assertThat(PlainPodMatchCondition.reviewCondition(PolicySnapshot.of(written(List.of()))))
        .isEmpty();
  }

  private static List<EciPolicy> written(List<String> specs) {
    return IntStream.range(0, specs.size())
        .mapToObj(i -> Samples.policy("p" + i, specs.get(i)))
        .toList();
  }

  private static JsonNode pod(List<String> requested) {
    List<String> fields = new ArrayList<>(List.of(PLAIN));
    fields.addAll(requested);
    try {
      var pod = YAML.createObjectNode();
      pod.putObject("metadata").put("name", "p").putObject("labels").put("tier", "web");
      var spec = pod.putObject("spec");
      for (String field : fields) {
        YAML.readTree("{" + field + "}")
            .properties()
            .forEach(e -> {
              if (e.getValue().isNull()) {
                spec.remove(e.getKey());
              } else {
                spec.set(e.getKey(), e.getValue());
              }
            });
      }
      return pod;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static PodVerdict decided(List<EciPolicy> policies, JsonNode pod) {
    PodTemplate template = PodTemplate.of("/Pod", pod).orElseThrow();
    return PodEvaluation.of(
            PodReader.read(template, "app", Map.of()), PolicySnapshot.of(policies).valid(), NOW)
        .evaluateMutated();
  }

  /** Evaluates the condition as the API server does. */
  private static boolean isReviewed(
      List<EciPolicy> policies, JsonNode object, String operation, String kind) {
    String expression =
        PlainPodMatchCondition.reviewCondition(PolicySnapshot.of(policies))
            .orElseThrow()
            .getExpression();
    Map<String, Object> request =
        Map.of("operation", operation, "kind", Map.of("group", "", "kind", kind));
    try {
      return (boolean)
          PROGRAMS
              .computeIfAbsent(expression, PlainPodMatchConditionTest::program)
              .eval(Map.of("object", YAML.convertValue(object, Map.class), "request", request));
    } catch (CelEvaluationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CelRuntime.Program program(String expression) {
    Cel cel =
        CelFactory.plannerCelBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("object", SimpleType.DYN)
            .addVar("request", SimpleType.DYN)
            .build();
    try {
      return cel.createProgram(cel.compile(expression).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException(e);
    }
  }
}
