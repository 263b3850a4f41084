// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.EphemeralContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods that a policy allows the Docker socket: what is stored, and how it can be changed. */
@QuarkusTest
@WithTestResource(RealCluster.class)
class StoredSocketPodsTest extends ApiServerTestBase {
  private static final String NAMESPACE = "stored-socket-pods";
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  @Override
  void prepare() {
    protect(
        NAMESPACE,
        """
        dockerSocketMount: {imageList: {images: ["docker:cli", "testcontainers/ryuk:*", "registry.example/x/y@%s"]}}
        """
            .formatted(DIGEST));
    Instant now = Instant.now();
    Namespaces.resolve(
        client(),
        NAMESPACE,
        Namespaces.resolved("docker.io/library/docker:cli", DIGEST, now),
        Namespaces.resolved("docker.io/testcontainers/ryuk:0.11.0", DIGEST, now));
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            ManifestYaml.pod(client(), NAMESPACE, "known", socket("docker:cli"))
                .denial()
                .isEmpty());
  }

  /** SOCK-1. */
  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "cli, docker:cli",
    "full-name, docker.io/library/docker:cli",
    "any-tag, testcontainers/ryuk:0.11.0",
    "digest, registry.example/x/y@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  })
  void imagesOnTheListMayMountTheSocket(String name, String image) {
    assertThat(create(name, socket(image)).getSpec().getHostUsers()).isFalse();
  }

  /** SOCK-2: a tag can be moved between the verification and the pull. */
  @Test
  void pinsImageByTag() {
    assertThat(
            create("pinned", socket("docker:cli")).getSpec().getContainers().getFirst().getImage())
        .isEqualTo("docker.io/library/docker:cli@" + DIGEST);
  }

  /** client-go waits for the Retry-After that the API server makes of it, and tries again. */
  @Test
  void answersUnresolvedTagWithRetryAfter() {
    Status status =
        catchThrowableOfType(
                KubernetesClientException.class,
                () -> create("unresolved", socket("testcontainers/ryuk:0.99.0")))
            .getStatus();
    assertThat(status.getCode()).isEqualTo(429);
    assertThat(status.getReason()).isEqualTo("TooManyRequests");
    assertThat(status.getDetails().getRetryAfterSeconds()).isEqualTo(3);
  }

  @Test
  void deniesImageSwapWithAllowedSocket() {
    var _ = create("swapped", socket("docker:cli"));

    assertThat(
            denied(() ->
                edit(
                    "swapped",
                    pod ->
                        pod.editSpec()
                            .editContainer(0)
                            .withImage("evil")
                            .endContainer()
                            .endSpec())))
        .contains(
            "RES-3 (EciPolicy \"stored-socket-pods\") spec.containers[0].volumeMounts[0]: ",
            "\"docker.io/library/evil\"");
  }

  @Test
  void labelsMayChange() {
    var _ = create("labelled", socket("docker:cli"));

    Pod labelled =
        edit("labelled", pod -> pod.editMetadata().withLabels(Map.of("a", "b")).endMetadata());

    assertThat(labelled.getMetadata().getLabels()).containsEntry("a", "b");
  }

  /** kubectl debug, which updates the subresource pods/ephemeralcontainers. */
  @Test
  void deniesSocketToEphemeralContainer() {
    var _ = create("debugged", socket("docker:cli"));
    var debug =
        new EphemeralContainerBuilder()
            .withName("debug")
            .withImage("busybox")
            .addNewVolumeMount()
            .withName("s")
            .withMountPath("/s")
            .endVolumeMount()
            .build();

    assertThat(
            denied(() ->
                client()
                    .pods()
                    .inNamespace(NAMESPACE)
                    .withName("debugged")
                    .ephemeralContainers()
                    .edit(pod ->
                        new PodBuilder(pod)
                            .editSpec()
                            .addToEphemeralContainers(debug)
                            .endSpec()
                            .build())))
        .contains(
            "RES-3 (EciPolicy \"stored-socket-pods\") spec.ephemeralContainers[0].volumeMounts[0]: ");
  }

  private static String socket(String image) {
    return """
    volumes: [{name: s, hostPath: {path: /var/run/docker.sock}}]
    containers: [{name: c, image: "%s", volumeMounts: [{name: s, mountPath: /var/run/docker.sock}]}]
    """
        .formatted(image);
  }

  private Pod create(String name, String fields) {
    return (Pod) ManifestYaml.pod(client(), NAMESPACE, name, fields).create();
  }

  private Pod edit(String name, UnaryOperator<PodBuilder> change) {
    return client()
        .pods()
        .inNamespace(NAMESPACE)
        .withName(name)
        .edit(pod -> change.apply(new PodBuilder(pod)).build());
  }

  private static String denied(ThrowingCallable call) {
    return catchThrowableOfType(KubernetesClientException.class, call).getStatus().getMessage();
  }
}
