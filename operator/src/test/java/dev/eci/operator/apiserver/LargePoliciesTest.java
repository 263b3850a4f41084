// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eci.crds.v1alpha1.EciFallbackParameters;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.Samples;
import dev.eci.operator.desired.InstallationContext;
import dev.eci.operator.desired.admissionpolicy.FallbackAdmissionPolicy;
import dev.eci.policy.model.Policy;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Policies with long lists, and many policies. */
class LargePoliciesTest extends ApiServerTest {
  /** A namespace that bypasses the webhooks, which do not run here. */
  private static final String BYPASSING = "kube-system";

  private static final InstallationContext PLACE =
      new InstallationContext(ApiServer.NAMESPACE, List.of(BYPASSING), List.of(), List.of());

  /** Ten times what must stay below a tenth of the API server's limits. */
  private static final int CONTAINERS = 1000;

  @BeforeEach
  @AfterEach
  void deleteParameters() {
    cluster.resources(EciFallbackParameters.class).delete();
  }

  @Test
  void admitsPodFarBelowCostLimitWithLongLists() {
    putFallbackPolicy(List.of(Samples.policy("p000", spec(0, 2000, 500, 200))));
    assertThat(denial(pod(images(0, 2000), Map.of()))).isEmpty();
    Map<String, String> paths =
        IntStream.range(0, 100)
            .boxed()
            .collect(Collectors.toMap(i -> "v" + i, i -> "/data/p0/%04d/x/y".formatted(i)));
    assertThat(denial(pod(List.of("a"), paths))).isEmpty();
    assertThat(denial(pod(List.of("evil.example/x"), Map.of())))
        .contains("RES-3 (EciPolicy \"p000\") spec.containers[0].volumeMounts[0]: ");
  }

  @Test
  void admitsPodFarBelowCostLimitWithManyPolicies() {
    putFallbackPolicy(
        IntStream.range(0, 200)
            .mapToObj(i -> Samples.policy("p%03d".formatted(i), spec(i, 10, 5, 2)))
            .toList());
    assertThat(denial(pod(images(199, 10), Map.of()))).isEmpty();
    assertThat(denial(pod(List.of("evil.example/x"), Map.of()))).contains("EciPolicy \"p000\"");
    // exempt from one of the policies only
    Pod exempt = pod(images(0, 10), Map.of());
    exempt.getSpec().setServiceAccountName("sa-1");
    assertThat(denial(exempt)).contains("EciPolicy \"p001\"");
  }

  /**
   * The containers of an update are compared with those of the stored pod, each with each: 320 cost
   * ten times as much as 100.
   */
  @Test
  void admitsUpdateFarBelowCostLimit() {
    Pod old = pod(List.of("evil.example/x:1"), Map.of());
    old.getSpec().setContainers(old.getSpec().getContainers().subList(0, 320));
    ApiServer.applyRuntimeClass("eci");
    cluster.resource(old).create();
    putFallbackPolicy(List.of(Samples.policy("p000", spec(0, 2000, 500, 200))));

    assertThat(denialOfUpdate(pod -> pod.getSpec().setActiveDeadlineSeconds(5L))).isEmpty();
    assertThat(denialOfUpdate(pod -> setLastImage(pod, images(0, 1).getFirst()))).isEmpty();
    assertThat(denialOfUpdate(pod -> setLastImage(pod, "evil.example/y:1")))
        .contains("RES-3 (EciPolicy \"p000\") spec.containers[319].volumeMounts[0]: ");
  }

  private static void setLastImage(Pod pod, String image) {
    pod.getSpec().getContainers().getLast().setImage(image);
  }

  private String denialOfUpdate(Consumer<Pod> change) {
    Pod pod = cluster.pods().inNamespace(BYPASSING).withName("wide").get();
    change.accept(pod);
    try {
      cluster.resource(pod).dryRun().update();
      return "";
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getStatus().getMessage());
    }
  }

  /** A change of a policy is data: the API server compiles nothing, and reads it at once. */
  @Test
  void changesOnlyParameters() {
    apply(policy("one", "{}"));
    try (var _ = RunningOperator.start()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      Map<String, String> before = expressions();
      Pod unmutated = pod(List.of("a"), Map.of("v", "/srv"));
      eventually(() -> assertThat(denial(unmutated)).contains("/srv"));

      apply(policy("one", "{hostPaths: {allowed: [/srv]}}"));
      Instant start = Instant.now();
      eventually(() -> assertThat(denial(unmutated)).isEmpty());
      report("loosened policy in force", start);

      apply(policy("one", "{}"));
      start = Instant.now();
      eventually(() -> assertThat(denial(unmutated)).contains("/srv"));
      report("tightened policy in force", start);
      assertThat(expressions()).isEqualTo(before);
    }
  }

  @Test
  void twoHundredPoliciesAreInForce() {
    for (int i = 0; i < 200; i++) {
      cluster.resource(policy("p%03d".formatted(i), spec(i, 10, 5, 2))).create();
    }
    cluster.resource(policy("q", spec(200, 2000, 500, 200))).create();
    Instant start = Instant.now();
    try (var _ = RunningOperator.start()) {
      await()
          .atMost(Duration.ofSeconds(120))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> denial(pod(List.of("a"), Map.of("v", "/srv"))).contains("EciPolicy"));
      report("201 policies in force after a start of the operator", start);
      await()
          .atMost(Duration.ofSeconds(120))
          .pollInterval(Duration.ofMillis(200))
          .until(() ->
              cluster.resources(EciPolicy.class).list().getItems().stream()
                  .allMatch(LargePoliciesTest::isReady));
      report("201 statuses after a start of the operator", start);
      assertThat(denial(pod(List.of("a"), Map.of("v", "/data/p7/0003/x")))).isEmpty();
      assertThat(denial(pod(List.of("a"), Map.of("v", "/srv")))).contains("EciPolicy \"p000\"");
      apply(policy("r", "{hostPaths: {allowed: [/srv]}}"));
      start = Instant.now();
      eventually(() -> assertThat(denial(pod(List.of("a"), Map.of("v", "/srv")))).isEmpty());
      report("one more in force", start);
    }
  }

  @Test
  void restoresParameters() {
    apply(policy("one", "{hostPaths: {allowed: [/srv]}}"));
    try (var _ = RunningOperator.start()) {
      awaitReady("one", "True", "ReconcileSucceeded");
      var parameters = cluster.resources(EciFallbackParameters.class).withName("eci-fallback");
      EciFallbackParameters before = parameters.get();
      assertThat(before.getMetadata().getOwnerReferences()).hasSize(1);
      parameters.delete();
      eventually(() -> assertThat(parameters.get()).isNotNull());
      parameters.patch(
          PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"groups\":{\"00000\":null}}}");
      eventually(() -> assertThat(parameters.get().getSpec()).isEqualTo(before.getSpec()));
    }
  }

  /** The message has the limit and what to do. */
  @Test
  void deniesListsThatAreTooLong() {
    assertThat(storedProblem(spec(0, 5001, 0, 0)))
        .contains("at most 5000 entries are supported; write name:* for all tags of an image")
        .doesNotContain("Too many");
    assertThat(storedProblem(spec(0, 0, 1001, 0)))
        .contains("at most 1000 entries are supported; list a common parent directory");
    assertThat(storedProblem(spec(0, 0, 0, 501)))
        .contains("at most 500 entries are supported; one entry can have several namespaces");
    assertThat(storedProblem(spec(0, 5000, 1000, 500))).isEmpty();
  }

  private String storedProblem(String spec) {
    try {
      cluster.resource(policy("long", spec)).dryRun().create();
      return "";
    } catch (KubernetesClientException e) {
      return e.getStatus().getMessage();
    }
  }

  private static boolean isReady(EciPolicy policy) {
    return policy.getStatus() != null
        && policy.getMetadata().getGeneration().equals(policy.getStatus().observedGeneration())
        && policy.getStatus().conditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  private Map<String, String> expressions() {
    return Stream.<HasMetadata>concat(
            cluster
                .admissionRegistration()
                .v1()
                .validatingAdmissionPolicies()
                .list()
                .getItems()
                .stream(),
            cluster
                .admissionRegistration()
                .v1()
                .validatingAdmissionPolicyBindings()
                .list()
                .getItems()
                .stream())
        .collect(
            Collectors.toMap(
                object -> object.getKind() + "/" + object.getMetadata().getName(),
                object -> object.getMetadata().getResourceVersion()));
  }

  private static void report(String what, Instant start) {
    System.out.printf("%s: %d ms%n", what, Duration.between(start, Instant.now()).toMillis());
  }

  private void putFallbackPolicy(List<EciPolicy> written) {
    List<Policy> policies = dev.eci.crds.conversion.PolicySnapshot.of(written).valid();
    assertThat(policies).hasSameSizeAs(written);
    ApiServer.applyRuntimeClass("eci");
    ApiServer.apply(FallbackAdmissionPolicy.desired(policies, List.of(), PLACE, Instant.now()));
    eventually(() -> assertThat(denial(pod(List.of("a"), Map.of("v", "/srv")))).contains("RES-2"));
  }

  private static String spec(int number, int images, int paths, int exemptions) {
    return "{dockerSocketMount: {imageList: {images: [%s]}}, hostPaths: {allowed: [%s]}, exemptions: [%s]}"
        .formatted(
            String.join(", ", images(number, images)),
            IntStream.range(0, paths)
                .mapToObj(i -> "/data/p%d/%04d".formatted(number, i))
                .collect(Collectors.joining(", ")),
            IntStream.range(0, exemptions)
                .mapToObj(i ->
                    "{serviceAccounts: [%s/sa-%d], namespaces: [%1$s, n%d], reason: r}"
                        .formatted(BYPASSING, i == 0 ? number + 1 : 10_000 + number * 1000 + i, i))
                .collect(Collectors.joining(", ")));
  }

  private static List<String> images(int number, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "registry.example/team-%d/application-%04d:v1".formatted(number, i))
        .toList();
  }

  /** A pod whose containers mount the socket, or these host paths by name of the volume. */
  private static Pod pod(List<String> images, Map<String, String> paths) {
    Map<String, String> mounted = paths.isEmpty() ? Map.of("socket", "/run/docker.sock") : paths;
    List<Volume> volumes =
        mounted.entrySet().stream()
            .map(path ->
                new VolumeBuilder()
                    .withName(path.getKey())
                    .withNewHostPath()
                    .withPath(path.getValue())
                    .endHostPath()
                    .build())
            .toList();
    List<Container> containers =
        IntStream.range(0, paths.isEmpty() ? CONTAINERS : 10)
            .mapToObj(i ->
                new ContainerBuilder()
                    .withName("c" + i)
                    .withImage(images.get(i % images.size()))
                    .withVolumeMounts(
                        mounted.keySet().stream()
                            .map(name ->
                                new VolumeMountBuilder()
                                    .withName(name)
                                    .withMountPath("/" + name)
                                    .build())
                            .toList())
                    .build())
            .toList();
    return new PodBuilder()
        .withNewMetadata()
        .withName("wide")
        .withNamespace(BYPASSING)
        .endMetadata()
        .withNewSpec()
        .withRuntimeClassName("eci")
        .withContainers(containers)
        .withVolumes(volumes)
        .endSpec()
        .build();
  }

  /** By the fallback policy. */
  private String denial(Pod pod) {
    try {
      cluster.resource(pod).dryRun().create();
      return "";
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getStatus().getMessage());
    }
  }
}
