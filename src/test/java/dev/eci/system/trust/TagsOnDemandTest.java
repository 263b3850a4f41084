// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.trust;

import static dev.eci.system.trust.ControlPlaneFixture.eventually;
import static dev.eci.system.trust.ControlPlaneFixture.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.testing.RequiresApiServer;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicySpec;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.registry.testing.LoopbackRegistry;
import dev.eci.registry.testing.Push;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What users see in a namespace in which every tag of a repository may have Docker's socket. */
@RequiresApiServer
@TestMethodOrder(OrderAnnotation.class)
class TagsOnDemandTest {
  private static final String UNLISTED =
      "enhanced container isolation: docker socket mount denied for container with image \"%s\"; image is not in the allowed list; if you wish to allow it, configure the docker socket image list in EciPolicy \"tags\".";

  private static LoopbackRegistry registry;
  private static ControlPlaneFixture controlPlaneFixture;
  private static String tool;

  @BeforeAll
  static void start() throws Exception {
    registry = LoopbackRegistry.start();
    controlPlaneFixture = new ControlPlaneFixture();
    tool = registry.host() + "/tool";
    policy();
    // until the webhook serves and knows the policy
    eventually(() ->
        assertThat(tryPod(registry.host() + "/evil:v1"))
            .contains(UNLISTED.formatted(registry.host() + "/evil")));
  }

  @AfterAll
  static void stop() throws Exception {
    controlPlaneFixture.close();
    registry.close();
  }

  @Test
  @DisplayName(
      "SOCK-1: the first pod of a tag is denied with the advice to retry, the next runs that content")
  void admitsTagAfterFirstResolution() throws Exception {
    String digest = registry.push("tool").image("v1", "one");
    assertThat(tryPod(tool + ":v1"))
        .contains(
            "docker socket mount denied for container with image \"" + tool + ":v1\"",
            "its digest has not been resolved yet",
            "try again in a few seconds");
    long began = System.nanoTime();
    Pod pod = eventuallyRuns(tool + ":v1");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    assertThat(image(pod)).isEqualTo(tool + ":v1@" + digest);
    assertThat(pod.getSpec().getVolumes().getFirst().getHostPath().getPath())
        .isEqualTo("/run/eci/docker/docker.sock");
    assertThat(image(create(ControlPlaneFixture.NAMESPACE, tool + ":v1"))).endsWith(digest);
    assertThat(image(create(ControlPlaneFixture.NAMESPACE, tool + "@" + digest))).endsWith(digest);
    assertThat(isAllowedOnNode(tool + "@" + digest)).isTrue();
  }

  @Test
  @DisplayName("SOCK-2: content of another repository gets in by no name of the listed one")
  void rejectsContentOfOtherRepository() throws Exception {
    String evil = registry.push("evil").image("v1", "evil");
    // where no policy is, it is a pod like any other
    create("kube-system", tool + "@" + evil);

    assertThat(tryPod(tool + "@" + evil)).contains("has not been resolved yet");
    eventually(() -> assertThat(tryPod(tool + "@" + evil)).contains(UNLISTED.formatted(tool)));
    assertThat(tryPod(tool + ":v1@" + evil)).contains(UNLISTED.formatted(tool));
    assertThat(isAllowedOnNode(tool + "@" + evil)).isFalse();
    assertThat(isAllowedOnNode(tool + ":v1")).as("a name on a node is no evidence").isFalse();
    eventually(() -> assertThat(tryPod(tool + ":none")).contains(UNLISTED.formatted(tool)));
  }

  @Test
  @DisplayName("SOCK-6: a tag that moved on takes nothing from pods that run what it was")
  void keepsContentOfMovedTag() throws Exception {
    Push push = registry.push("tool");
    String before = push.image("moving", "before");
    eventuallyRuns(tool + ":moving");
    String after = push.image("moving", "after");
    assertThat(image(create(ControlPlaneFixture.NAMESPACE, tool + ":moving"))).endsWith(before);
    assertThat(image(eventuallyRuns(tool + "@" + after))).endsWith(after);
    assertThat(isAllowedOnNode(tool + "@" + before)).isTrue();
    assertThat(isAllowedOnNode(tool + "@" + after)).isTrue();
  }

  @Test
  @Order(Order.DEFAULT + 1)
  @DisplayName("SOCK-6: without the registry known tags stay allowed, and no others are admitted")
  void keepsKnownTagsWhenRegistryIsUnavailable() throws Exception {
    registry.push("tool").image("known", "known");
    eventuallyRuns(tool + ":known");
    registry.stop();
    try {
      eventually(() ->
          assertThat(tryPod(tool + ":unknown"))
              .contains("its digest has not been resolved yet", "because", "cannot be reached"));
      create(ControlPlaneFixture.NAMESPACE, tool + ":known");
    } finally {
      registry.startAgain();
    }
  }

  /** As an agent does, which has only the policy's status to go by. */
  private static boolean isAllowedOnNode(String image) {
    EciPolicy stored = client().resources(EciPolicy.class).withName("tags").get();
    return ((PolicyReader.Result.Valid) PolicyReader.read(stored))
        .policy()
        .dockerSocket()
        .images()
        .evaluate(ImageIdentity.verifiedByEngine(image), Instant.now())
        .allows();
  }

  private static void policy() {
    EciPolicySpec spec =
        client()
            .getKubernetesSerialization()
            .convertValue(
                Map.of(
                    "namespaceSelector",
                    Map.of(
                        "matchLabels",
                        Map.of("kubernetes.io/metadata.name", ControlPlaneFixture.NAMESPACE)),
                    "dockerSocketMount",
                    Map.of("imageList", Map.of("images", List.of(tool + ":*")))),
                EciPolicySpec.class);
    controlPlaneFixture.apply("tags", spec);
  }

  /** Why it is denied; empty if it is not. */
  private static String tryPod(String image) {
    try {
      create(ControlPlaneFixture.NAMESPACE, image);
      return "";
    } catch (KubernetesClientException e) {
      return e.getMessage();
    }
  }

  private static Pod create(String namespace, String image) {
    return client()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withGenerateName("p-")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .addNewVolume()
                .withName("socket")
                .withNewHostPath()
                .withPath("/var/run/docker.sock")
                .endHostPath()
                .endVolume()
                .addNewContainer()
                .withName("c")
                .withImage(image)
                .addNewVolumeMount()
                .withName("socket")
                .withMountPath("/var/run/docker.sock")
                .endVolumeMount()
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  private static Pod eventuallyRuns(String image) {
    Pod[] pod = new Pod[1];
    eventually(() -> pod[0] = create(ControlPlaneFixture.NAMESPACE, image));
    return pod[0];
  }

  private static KubernetesClient client() {
    return controlPlaneFixture.client();
  }
}
