// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.ResolvedDigest;
import dev.eci.policy.image.ResolvedReference;
import dev.eci.registry.auth.Credentials;
import dev.eci.registry.resolve.RegistryDigestResolver;
import dev.eci.registry.testing.LoopbackRegistry;
import dev.eci.registry.testing.Push;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against the distribution project's registry. */
class LoopbackRegistryTest {
  private static LoopbackRegistry registry;
  private static RegistryClient client;
  private static RegistryDigestResolver registryDigestResolver;

  @BeforeAll
  static void start() throws IOException {
    registry = LoopbackRegistry.start();
    client = new RegistryClient(RegistrySettings.usual(), Credentials.NONE, InstantSource.system());
    registryDigestResolver = new RegistryDigestResolver(client, InstantSource.system());
  }

  @AfterAll
  static void stop() throws IOException {
    registry.close();
  }

  private static ImageReference image(String rest) {
    return ImageReference.parse(registry.host() + "/" + rest);
  }

  @Test
  void resolvesPlatformsWithoutAttestations() throws IOException {
    Push push = registry.push("team/multi");
    String one = push.image("", "one");
    String two = push.image("", "two");
    String attestation = push.image("", "attestation");
    String index =
        push.index(
            "1",
            List.of(
                push.platform(one, "linux"),
                push.platform(two, "windows"),
                push.platform(attestation, "unknown")));

    ResolvedDigest resolvedDigest =
        registryDigestResolver
            .resolve(image("team/multi:1"), ResolvedReference.NEVER)
            .current()
            .orElseThrow();

    assertThat(resolvedDigest.digest()).isEqualTo(index);
    assertThat(resolvedDigest.parts()).containsExactlyInAnyOrder(one, two);
    assertThat(client.manifest(image("team/multi@" + one)).orElseThrow().digest()).isEqualTo(one);
  }

  @Test
  void keepsVersionsOfMovedAndDeletedTag() throws IOException {
    Push push = registry.push("moving");
    String first = push.image("latest", "first");
    ResolvedReference known =
        registryDigestResolver.resolve(image("moving"), ResolvedReference.NEVER);
    known = registryDigestResolver.resolve(image("moving"), known);
    assertThat(known.versions()).extracting(ResolvedDigest::digest).containsExactly(first);

    String second = push.image("latest", "second");
    known = registryDigestResolver.resolve(image("moving"), known);
    assertThat(known.versions()).extracting(ResolvedDigest::digest).containsExactly(second, first);

    push.delete(second);
    known = registryDigestResolver.resolve(image("moving"), known);
    assertThat(known.isKnown()).isTrue();
    assertThat(known.versions()).extracting(ResolvedDigest::digest).containsExactly(second, first);
    assertThat(registryDigestResolver.resolve(image("moving@" + second), ResolvedReference.NEVER))
        .satisfies(r -> assertThat(r.isKnown()).isTrue())
        .satisfies(r -> assertThat(r.versions()).isEmpty());
  }

  @Test
  void limitsBlobSize() throws IOException {
    String digest = registry.push("blobs").blob("0123456789");

    assertThat(client.blob(image("blobs"), digest, 10))
        .hasValueSatisfying(b -> assertThat(b).hasSize(10));
    assertThatThrownBy(() -> client.blob(image("blobs"), digest, 9))
        .isInstanceOf(IOException.class);
    assertThat(client.blob(image("blobs"), "sha256:" + "0".repeat(64), 10)).isEmpty();
  }

  @Test
  void reportsUnreachableRegistryByName() {
    assertThatThrownBy(() -> client.digest(ImageReference.parse("127.0.0.1:1/x:1")))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("the registry of 127.0.0.1:1/x cannot be reached")
        .hasMessageContaining("127.0.0.1:1: the connection was refused");
    assertThatThrownBy(() -> client.digest(ImageReference.parse("registry.invalid/x:1")))
        .hasMessageContaining("registry.invalid: the host name does not resolve");
  }
}
