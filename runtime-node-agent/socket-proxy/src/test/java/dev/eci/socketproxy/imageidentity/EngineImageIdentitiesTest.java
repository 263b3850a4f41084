// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.imageidentity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.v1alpha1.DockerSocketMountSpec;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicySpec;
import dev.eci.crds.v1alpha1.ImageListSpec;
import dev.eci.policy.image.ImageContent;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.model.Policy;
import dev.eci.support.dockerapi.EngineApi;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads from an engine's responses the content of an image, whether it is local, and its parents.
 */
class EngineImageIdentitiesTest {
  private static final InstantSource NOW =
      InstantSource.fixed(Instant.parse("2026-11-01T00:00:00Z"));

  @TempDir Path directory;
  private final Map<String, String> responses = new HashMap<>(Map.of("/version", version("1.56")));

  private static String version(String api) {
    return "{\"ApiVersion\":\"" + api + "\"}";
  }

  private static String digest(String digit) {
    return "sha256:" + digit.repeat(64);
  }

  private void image(String name, String id, String digests, String layers, String more) {
    String said =
        "{\"Id\":\"%s\",\"RepoDigests\":[%s],\"RootFS\":{\"Layers\":[%s]}%s}"
            .formatted(id, digests, layers, more);
    responses.put("/v1.52/images/" + name + "/json", said);
    responses.put("/v1.52/images/" + id.replace(":", "%3A") + "/json", said);
  }

  /** Lists the content of ID {@code a}, by its digest, which needs no registry. */
  private static Policy policy(boolean derived) {
    EciPolicy written = new EciPolicy();
    written.setMetadata(new ObjectMetaBuilder().withName("default").build());
    written.setSpec(
        new EciPolicySpec(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            new DockerSocketMountSpec(
                new ImageListSpec(List.of("docker@" + digest("a")), derived), null),
            null,
            null,
            null,
            null));
    return ((PolicyReader.Result.Valid) PolicyReader.read(written)).policy();
  }

  private ImageIdentity.Local identify(FakeDockerApi ignored, String written, boolean derived) {
    EngineApi api = new EngineApi(directory.resolve("s"), Duration.ofSeconds(5));
    return (ImageIdentity.Local)
        EngineImageIdentities.of(() -> Optional.of(api), () -> List.of(policy(derived)), NOW)
            .named(written)
            .orElseThrow();
  }

  private FakeDockerApi engine() throws IOException {
    return new FakeDockerApi(directory.resolve("s"), responses);
  }

  @Test
  void identifiesImageByContentOfEngine() throws IOException {
    image("docker%3Acli", digest("e"), "\"docker@%s\"".formatted(digest("f")), "\"l1\"", "");
    try (FakeDockerApi engine = engine()) {
      assertThat(identify(engine, "docker:cli", false).content())
          .isEqualTo(ImageContent.of(digest("e"), List.of("docker@" + digest("f"))));
      assertThat(engine.requests()).containsExactly("/version", "/v1.52/images/docker%3Acli/json");
    }
  }

  @Test
  void usesApiVersionOfOlderEngine() throws IOException {
    responses.put("/version", version("1.43"));
    responses.put("/v1.43/images/x/json", "{\"Id\":\"%s\"}".formatted(digest("e")));
    try (FakeDockerApi engine = engine()) {
      assertThat(identify(engine, "x", false).content().id()).contains(digest("e"));
    }
  }

  @Test
  void findsListedAncestorsByLayerPrefix() throws IOException {
    image("mine", digest("e"), "", "\"l1\",\"l2\",\"l3\"", "");
    image("parent", digest("a"), "", "\"l1\",\"l2\"", "");
    image("other", digest("b"), "", "\"l1\"", "");
    responses.put(
        "/images/json",
        "[{\"Id\":\"%s\"},{\"Id\":\"%s\"},{\"Id\":\"%s\"}]"
            .formatted(digest("a"), digest("b"), digest("e")));
    try (FakeDockerApi engine = engine()) {
      ImageIdentity.Local image = identify(engine, "mine", true);

      assertThat(image.ancestors()).containsExactly(ImageContent.of(digest("a"), List.of()));
      assertThat(image.localOnly()).isTrue();
      assertThat(engine.requests())
          .doesNotContain("/v1.52/images/sha256%3A" + "b".repeat(64) + "/json");
    }
  }

  @Test
  void ignoresParentWithOtherLayers() throws IOException {
    image("mine", digest("e"), "", "\"x\",\"l1\"", "");
    image("parent", digest("a"), "", "\"l1\"", "");
    responses.put("/images/json", "[{\"Id\":\"%s\"}]".formatted(digest("a")));
    try (FakeDockerApi engine = engine()) {
      assertThat(identify(engine, "mine", true).ancestors()).isEmpty();
    }
  }

  @Test
  void treatsPulledImageAsNotLocal() throws IOException {
    image("mine", digest("e"), "\"r.example/mine@%s\"".formatted(digest("f")), "\"l1\"", "");
    image("parent", digest("a"), "", "\"l1\"", "");
    responses.put("/images/json", "[{\"Id\":\"%s\"}]".formatted(digest("a")));
    try (FakeDockerApi engine = engine()) {
      assertThat(identify(engine, "mine", true).localOnly()).isFalse();
    }
  }

  /** In containerd's image store every image has a RepoDigest. */
  @Test
  void recognizesPulledImageInContainerdStore() throws IOException {
    image(
        "mine",
        digest("e"),
        "\"mine@%s\"".formatted(digest("e")),
        "\"l1\"",
        ",\"Descriptor\":{\"digest\":\"x\"}");
    image("parent", digest("a"), "", "\"l1\"", "");
    responses.put("/images/json", "[{\"Id\":\"%s\"}]".formatted(digest("a")));
    String origin = "/v1.56/images/" + digest("e").replace(":", "%3A") + "/json";
    responses.put(origin, "{\"Identity\":{\"Build\":[{\"Ref\":\"x\"}]}}");
    try (FakeDockerApi engine = engine()) {
      assertThat(identify(engine, "mine", true).localOnly()).isTrue();
      responses.put(origin, "{\"Identity\":{\"Pull\":[{\"Repository\":\"r.example/mine\"}]}}");
      assertThat(identify(engine, "mine", true).localOnly()).isFalse();
      responses.put("/version", version("1.52"));
      assertThat(identify(engine, "mine", true).localOnly()).isFalse();
    }
  }

  @Test
  void usesRecordedDigestWithoutEngine() {
    EngineImageIdentities engineImageIdentities =
        EngineImageIdentities.of(Optional::empty, () -> List.of(policy(true)), NOW);

    assertThat(engineImageIdentities.named("docker:cli")).isEmpty();
    assertThat(engineImageIdentities.recorded("docker:cli", digest("e")))
        .isEqualTo(ImageIdentity.Local.of("docker:cli", ImageContent.of(digest("e"), List.of())));
  }
}
