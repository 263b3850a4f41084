// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.pod.PodReader;
import dev.eci.crds.pod.PodTemplate;
import dev.eci.crds.testing.RequiresApiServer;
import dev.eci.crds.v1alpha1.EciFallbackParameters;
import dev.eci.operator.Samples;
import dev.eci.operator.desired.InstallationContext;
import dev.eci.operator.desired.admissionpolicy.FallbackAdmissionPolicy;
import dev.eci.policy.image.ResolvedDigest;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.ResolvedReference;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.PodEvaluation;
import dev.eci.policy.pod.PodFacts;
import dev.eci.policy.pod.PodUpdate;
import dev.eci.policy.pod.PodVerdict;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The fallback admission policy decides as the module policy does, without a webhook. */
@RequiresApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FallbackPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");
  private static final InstallationContext PLACE =
      new InstallationContext(
          ApiServer.NAMESPACE,
          List.of("fallback-system", ApiServer.NAMESPACE),
          List.of(),
          List.of());

  /**
   * Only the webhook knows what a tag resolves to (SOCK-2): these images have the expected digests.
   */
  private static final ResolvedImages KNOWN =
      Stream.of("docker.io/library/docker:cli", "a.b/c:1", "a.b/c@sha256:" + "a".repeat(64))
          .reduce(
              ResolvedImages.NONE,
              (known, image) ->
                  known.withResolved(
                      image,
                      ResolvedReference.NEVER.withDigest(
                          new ResolvedDigest("sha256:" + "a".repeat(64), java.util.Set.of(), NOW))),
              ResolvedImages::merge);

  /** Each namespace, and the policies that apply to it. */
  private static final Map<String, List<String>> NAMESPACES =
      Map.of(
          "fallback-plain",
          List.of("{}"),
          "fallback-free",
          List.of("{mode: Warn}"),
          "fallback-two",
          List.of(
              "{hostPaths: {allowed: [/data]}, volumes: {allowedTypes: [rbd, fc]}, runtime: {className: fallback-b}}",
              "{hostPaths: {readOnlyAllowed: [/proc, /etc/ssl]}, dockerSocketMount: {imageList: {images: ['docker:cli', 'a.b/c:*']}}}"),
          "fallback-locked",
          List.of(
              "{hostPaths: {allowed: [/etc, /home]}, volumes: {allowedTypes: [rbd, fc, iscsi]}, dockerSocketMount: {imageList: {images: ['*']}},"
                  + " runtime: {className: fallback-b, isolatedClasses: [kata], userNamespaces: Preferred}}",
              "{locked: true, hostPaths: {allowed: [/data]}}"),
          "fallback-mild",
          List.of(
              "{}",
              "{mode: Audit, hostPaths: {allowed: [/data]}, dockerSocketMount: {imageList: {images: ['*']}}}"),
          "fallback-labels",
          List.of(
              "{podSelector: {matchLabels: {tier: web}, matchExpressions: [{key: x, operator: NotIn, values: [no]}, {key: y, operator: Exists}]}}"),
          "fallback-exempt",
          List.of(
              "{exemptions: [{serviceAccounts: [fallback-exempt/daemon], images: ['docker:cli', 'q.io/x:*'], reason: r, privileged: true},"
                  + " {serviceAccounts: [fallback-exempt/old], reason: r, expires: '2026-01-01T00:00:00Z'}, {namespaces: [other], reason: r}]}"),
          "fallback-kata",
          List.of("{runtime: {isolatedClasses: [kata], userNamespaces: Preferred}}"),
          "fallback-system",
          List.of("{}"),
          ApiServer.NAMESPACE,
          List.of("{}"));

  private final KubernetesClient cluster = ApiServer.admin();
  private PolicySnapshot policySnapshot = PolicySnapshot.NONE;

  @BeforeAll
  void install() {
    List<dev.eci.crds.v1alpha1.EciPolicy> written = new ArrayList<>();
    NAMESPACES.forEach((namespace, specs) -> {
      ApiServer.applyNamespace(namespace);
      for (int i = 0; i < specs.size(); i++) {
        String only =
            "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}%s"
                .formatted(
                    namespace, specs.get(i).equals("{}") ? "}" : ", " + specs.get(i).substring(1));
        written.add(Samples.policy(namespace + "-" + i, only));
      }
    });
    List.of("eci", "fallback-b", "kata").forEach(ApiServer::applyRuntimeClass);
    policySnapshot = PolicySnapshot.of(written);
    assertThat(policySnapshot.invalid()).isEmpty();
    storeOldPods();
    List<dev.eci.policy.model.Policy> enforced =
        policySnapshot.valid().stream()
            .filter(p -> p.mode() == EnforcementMode.ENFORCE)
            .sorted(Comparator.comparing(dev.eci.policy.model.Policy::name))
            .toList();
    ApiServer.apply(FallbackAdmissionPolicy.desired(enforced, List.of(), PLACE, NOW));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !refusal(pod("fallback-plain", "hostPID: true")).isEmpty());
  }

  @AfterAll
  void remove() {
    cluster
        .admissionRegistration()
        .v1()
        .validatingAdmissionPolicies()
        .withName("eci-fallback")
        .delete();
    cluster
        .admissionRegistration()
        .v1()
        .validatingAdmissionPolicyBindings()
        .withName("eci-fallback")
        .delete();
    cluster.resources(EciFallbackParameters.class).delete();
    NAMESPACES
        .keySet()
        .forEach(name -> cluster.pods().inNamespace(name).withGracePeriod(0).delete());
    NAMESPACES.keySet().stream()
        .filter(name -> !name.equals(ApiServer.NAMESPACE))
        .forEach(name -> cluster.namespaces().withName(name).delete());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void agreesWithPolicyModule(String namespace, String spec) {
    String yaml = pod(namespace, spec);
    assertDenied(refusal(yaml), violations(evaluation(namespace, yaml).decide()));
  }

  /** A denial shows the first violation in full, and then rule and field of the others. */
  private static void assertDenied(String refusal, List<Violation> expected) {
    if (expected.isEmpty()) {
      assertThat(refusal).isEmpty();
    } else {
      List<String> others =
          expected.stream().skip(1).map(v -> v.rule().id() + " " + v.field()).toList();
      assertThat(refusal)
          .contains(
              "ValidatingAdmissionPolicy 'eci-fallback' with binding 'eci-fallback' denied request: "
                  + expected.getFirst().format()
                  + (others.isEmpty() ? "" : " Also denied: " + String.join(", ", others) + "."));
    }
  }

  /** Every row in every namespace. */
  static Stream<Arguments> agreesWithPolicyModule() {
    return inEachNamespace("/fallback/pods.txt");
  }

  /** An old pod that violates rules stays manageable; what an update brings is denied. */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void agreesWithPolicyModuleOnUpdates(String namespace, String row) {
    String before = pod(namespace, row.split(" ⇒ ")[0]);
    String after = pod(namespace, row.split(" ⇒ ")[1]);
    PodVerdict verdict =
        new PodUpdate(evaluation(namespace, before), evaluation(namespace, after)).evaluate();

    assertDenied(refusalOfUpdate(row, after), violations(verdict));
  }

  static Stream<Arguments> agreesWithPolicyModuleOnUpdates() {
    return inEachNamespace("/fallback/updates.txt");
  }

  private static Stream<Arguments> inEachNamespace(String table) {
    return NAMESPACES.keySet().stream()
        .sorted()
        .flatMap(namespace -> rows(table).stream().map(row -> Arguments.of(namespace, row)));
  }

  private static List<String> rows(String table) {
    try (InputStream in = FallbackPolicyTest.class.getResourceAsStream(table)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(l -> !l.isEmpty() && !l.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pods that the updates start from are older than the policies. */
  private void storeOldPods() {
    for (String namespace : NAMESPACES.keySet()) {
      for (String row : rows("/fallback/updates.txt")) {
        Pod pod = parse(pod(namespace, row.split(" ⇒ ")[0]));
        pod.getMetadata().setName(storedName(row));
        // the API server creates no pod with an ephemeral container
        cluster
            .resource(new PodBuilder(pod).editSpec().withEphemeralContainers().endSpec().build())
            .create();
        if (!pod.getSpec().getEphemeralContainers().isEmpty()) {
          cluster.raw(uri(namespace, row) + "/ephemeralcontainers", "PUT", pod);
        }
      }
    }
  }

  private String refusalOfUpdate(String row, String after) {
    Pod pod = parse(after);
    pod.getMetadata().setName(storedName(row));
    String subresource =
        pod.getSpec().getEphemeralContainers().isEmpty() ? "" : "/ephemeralcontainers";
    return refusal(() ->
        cluster.raw(
            uri(pod.getMetadata().getNamespace(), row) + subresource + "?dryRun=All", "PUT", pod));
  }

  private static String uri(String namespace, String row) {
    return "/api/v1/namespaces/%s/pods/%s".formatted(namespace, storedName(row));
  }

  private static String storedName(String row) {
    return "old-" + Integer.toHexString(row.hashCode());
  }

  /** The webhook excludes the product's namespace; only the agent is part of the node there. */
  @Test
  void exemptsAgentInOwnNamespaceOnly() {
    String spec = "serviceAccountName: eci-agent, hostPID: true";
    assertThat(refusal(pod(ApiServer.NAMESPACE, spec))).isEmpty();
    assertThat(refusal(pod(ApiServer.NAMESPACE, "hostPID: true"))).contains("RES-1");
    assertThat(refusal(pod("fallback-plain", spec))).contains("RES-1");
  }

  /** Fields that only the mutating webhook sets are required where that webhook runs. */
  @Test
  void deniesUnmutatedPod() {
    String bare =
        "---\n{apiVersion: v1, kind: Pod, metadata: {namespace: NS, name: p}, spec: {containers: [{name: c, image: busybox}]}}";
    assertThat(refusal(bare.replace("NS", "fallback-plain")))
        .contains(
            "ISO-7 (EciPolicy \"fallback-plain-0\") spec.runtimeClassName: ",
            "still lacks runtime class \"eci\"");
    assertThat(refusal(bare.replace("NS", "fallback-two"))).contains("\"fallback-b\"");
    assertThat(refusal(bare.replace("NS", "fallback-system"))).isEmpty();
    assertThat(refusal(bare.replace("NS", "fallback-free"))).isEmpty();
    // Preferred admits what no node can protect
    assertThat(refusal(bare.replace("NS", "fallback-kata"))).isEmpty();
  }

  /** The pod stays far below the API server's limit on the cost of an expression. */
  @Test
  void checksHugePods() {
    StringBuilder volumes = new StringBuilder();
    StringBuilder mounts = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      volumes.append(
          "{name: v%d, hostPath: {path: /data/%s}}, ".formatted(i, "x/".repeat(500) + "x"));
      mounts.append("{name: v%1$d, mountPath: /m%1$d}, ".formatted(i));
    }
    String spec =
        "volumes: [%s], containers: [{name: a, image: i, volumeMounts: [%s]}, {name: b, image: i, volumeMounts: [%2$s]}]"
            .formatted(volumes, mounts);
    assertThat(refusal(pod("fallback-two", spec))).isEmpty();
    // its violations exceed the longest message, and it must be denied nevertheless
    assertThat(refusal(pod("fallback-plain", spec)))
        .contains("with binding 'eci-fallback' denied request");
  }

  private PodEvaluation evaluation(String namespace, String yaml) {
    JsonNode pod = cluster.getKubernetesSerialization().unmarshal(yaml, JsonNode.class);
    PodFacts facts =
        PodReader.read(
            PodTemplate.of("/Pod", pod).orElseThrow(),
            namespace,
            Map.of("kubernetes.io/metadata.name", namespace));
    List<dev.eci.policy.model.Policy> knowing =
        policySnapshot.valid().stream().map(p -> p.withResolvedImages(KNOWN)).toList();
    return PodEvaluation.of(facts, knowing, NOW);
  }

  private static List<Violation> violations(PodVerdict verdict) {
    return verdict.violationsOf(EnforcementMode.ENFORCE);
  }

  /** The pod as the mutating webhook would return it, unless the row says otherwise. */
  private static String pod(String namespace, String spec) {
    String labels = "metadata: {namespace: %s, name: p%s}".formatted(namespace, labels(spec));
    String rest = spec.startsWith("labels=") ? spec.substring(spec.indexOf('}') + 1).strip() : spec;
    String runtime = rest.contains("runtimeClassName") ? "" : "runtimeClassName: eci, ";
    String containers =
        rest.contains(" containers:") || rest.startsWith("containers:")
            ? ""
            : "containers: [{name: c, image: busybox}], ";
    return "---\n{apiVersion: v1, kind: Pod, %s, spec: {%s%s%s}}"
        .formatted(labels, runtime, containers, rest);
  }

  private static String labels(String spec) {
    return spec.startsWith("labels=")
        ? ", labels: " + spec.substring("labels=".length(), spec.indexOf('}') + 1)
        : "";
  }

  private String refusal(String yaml) {
    return refusal(() -> cluster.resource(parse(yaml)).dryRun().create());
  }

  private Pod parse(String yaml) {
    return cluster.getKubernetesSerialization().unmarshal(yaml, Pod.class);
  }

  private static String refusal(Runnable request) {
    try {
      request.run();
      return "";
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage());
    }
  }
}
