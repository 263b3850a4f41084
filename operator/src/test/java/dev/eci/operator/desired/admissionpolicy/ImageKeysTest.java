// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eci.crds.testing.ApiServer;
import dev.eci.crds.testing.RequiresApiServer;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.image.ImageReference;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The API server finds in an image the keys of exactly the patterns that match it in the module
 * policy, for each pattern and each spelling of many images.
 */
@RequiresApiServer
class ImageKeysTest {
  private static final String DIGEST = "@sha256:" + "a".repeat(64);
  private static final List<String> NAMES =
      List.of(
          "docker",
          "library/docker",
          "docker.io/docker",
          "docker.io/library/docker",
          "index.docker.io/docker",
          "index.docker.io/library/docker",
          "library/docker/x",
          "Docker.io/docker",
          "docker.io/localhost/app",
          "localhost/app",
          "a.b/app",
          "docker.io/a.b/app",
          "docker.io/a/app",
          "a/app",
          "a/appx",
          "axb/app",
          "registry.example:5000/x/docker",
          "registry.example/x/docker",
          "registryxexample/x/docker");
  private static final List<String> TAILS =
      List.of("", ":latest", ":cli", ":clix", ":x.y", ":cli" + DIGEST, DIGEST, "@sha256:00");
  private static final List<String> INVALID =
      List.of(
          "",
          ":cli",
          "docker:",
          "docker:c li",
          "docker:cli:cli",
          "docker@",
          "docker@sha256",
          "docker:-x",
          "docker:cli" + DIGEST + "@sha256:00",
          "a".repeat(2000));
  private static final List<ImagePattern> PATTERNS =
      Stream.of(
              "*",
              "docker",
              "docker:*",
              "docker:cli",
              "docker:x.y",
              "a.b/app:*",
              "docker.io/a.b/app:*",
              "docker.io/localhost/app",
              "a/app:cli",
              "registry.example:5000/x/docker:*",
              "registry.example/x/docker",
              "docker" + DIGEST)
          .map(ImagePattern::parse)
          .toList();

  private final KubernetesClient cluster = ApiServer.shared().client();

  @Test
  void agreesWithImagePattern() {
    List<HasMetadata> policy = policy();
    policy.forEach(object -> cluster.resource(object).create());
    try {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> keys("docker").contains("docker.io/library/docker:latest"));
      List<String> differ = new ArrayList<>();
      for (String name : NAMES) {
        for (String tail : TAILS) {
          ImageReference.tryParse(name + tail)
              .ifPresent(image -> compare(name + tail, image, differ));
        }
      }
      assertThat(differ).isEmpty();
      assertThat(INVALID.stream().filter(image -> !keys(image).isEmpty())).isEmpty();
    } finally {
      policy.forEach(object -> cluster.resource(object).delete());
    }
  }

  private void compare(String written, ImageReference image, List<String> differ) {
    List<String> keys = keys(written);
    for (ImagePattern pattern : PATTERNS) {
      boolean matches = pattern.matches(image);
      if (keys.contains(ImageKeys.exactly(pattern)) != matches) {
        differ.add(pattern + ": " + written);
      }
      if (matches && ImageKeys.withAnyDigest(pattern).noneMatch(keys::contains)) {
        differ.add(pattern + " with any digest: " + written);
      }
    }
  }

  private List<String> keys(String image) {
    try {
      cluster
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName("image")
                  .withNamespace("default")
                  .endMetadata()
                  .addToData("image", image)
                  .build())
          .dryRun()
          .create();
      return List.of();
    } catch (KubernetesClientException e) {
      return List.of(
          e.getStatus().getMessage().replaceFirst("^.*denied request: keys ", "").split(" "));
    }
  }

  /** Denies a ConfigMap with an image that has keys, and lists them. */
  private static List<HasMetadata> policy() {
    String keys = ImageKeys.cel("object.data.image");
    return List.of(
        new ValidatingAdmissionPolicyBuilder()
            .withNewMetadata()
            .withName("image-keys")
            .endMetadata()
            .withNewSpec()
            .withNewMatchConstraints()
            .addNewResourceRule()
            .withApiGroups("")
            .withApiVersions("v1")
            .withOperations("CREATE")
            .withResources("configmaps")
            .endResourceRule()
            .endMatchConstraints()
            .addNewMatchCondition("has(object.data) && 'image' in object.data", "has-image")
            .addNewValidation()
            .withExpression("size(%s) == 0".formatted(keys))
            .withMessageExpression("'keys ' + %s.join(' ')".formatted(keys))
            .endValidation()
            .endSpec()
            .build(),
        new ValidatingAdmissionPolicyBindingBuilder()
            .withNewMetadata()
            .withName("image-keys")
            .endMetadata()
            .withNewSpec()
            .withPolicyName("image-keys")
            .withValidationActions("Deny")
            .endSpec()
            .build());
  }
}
