package dev.eci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.Resolved;
import dev.eci.policy.image.Version;
import dev.eci.registry.auth.Credentials;
import dev.eci.registry.resolve.Resolver;
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
  private static Resolver resolver;

  @BeforeAll
  static void start() throws IOException {
    registry = LoopbackRegistry.start();
    client = new RegistryClient(RegistrySettings.usual(), Credentials.NONE, InstantSource.system());
    resolver = new Resolver(client, InstantSource.system());
  }

  @AfterAll
  static void stop() throws IOException {
    registry.close();
  }

  private static ImageReference image(String rest) {
    return ImageReference.parse(registry.host() + "/" + rest);
  }

  @Test
  void anIndexAndItsPlatformsCountAndAttestationsDoNot() throws IOException {
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

    Version version = resolver.ask(image("team/multi:1"), Resolved.NEVER).current().orElseThrow();

    assertThat(version.digest()).isEqualTo(index);
    assertThat(version.parts()).containsExactlyInAnyOrder(one, two);
    assertThat(client.manifest(image("team/multi@" + one)).orElseThrow().digest()).isEqualTo(one);
  }

  @Test
  void aTagThatMovesAndGoes() throws IOException {
    Push push = registry.push("moving");
    String first = push.image("latest", "first");
    Resolved known = resolver.ask(image("moving"), Resolved.NEVER);
    known = resolver.ask(image("moving"), known);
    assertThat(known.versions()).extracting(Version::digest).containsExactly(first);

    String second = push.image("latest", "second");
    known = resolver.ask(image("moving"), known);
    assertThat(known.versions()).extracting(Version::digest).containsExactly(second, first);

    push.delete(second);
    known = resolver.ask(image("moving"), known);
    assertThat(known.known()).isTrue();
    assertThat(known.versions()).extracting(Version::digest).containsExactly(second, first);
    assertThat(resolver.ask(image("moving@" + second), Resolved.NEVER))
        .satisfies(r -> assertThat(r.known()).isTrue())
        .satisfies(r -> assertThat(r.versions()).isEmpty());
  }

  @Test
  void blobsAreReadUpToALimit() throws IOException {
    String digest = registry.push("blobs").blob("0123456789");

    assertThat(client.blob(image("blobs"), digest, 10))
        .hasValueSatisfying(b -> assertThat(b).hasSize(10));
    assertThatThrownBy(() -> client.blob(image("blobs"), digest, 9))
        .isInstanceOf(IOException.class);
    assertThat(client.blob(image("blobs"), "sha256:" + "0".repeat(64), 10)).isEmpty();
  }

  @Test
  void aRegistryThatIsAwayIsToldByName() {
    assertThatThrownBy(() -> client.digest(ImageReference.parse("127.0.0.1:1/x:1")))
        .isInstanceOf(RegistryProblem.class)
        .hasMessageContaining("the registry of 127.0.0.1:1/x cannot be reached");
  }
}
