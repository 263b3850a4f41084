// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.imagetrust.Verification;
import dev.eci.registry.RegistryClient;
import dev.eci.registry.RegistryException;
import dev.eci.registry.RegistrySettings;
import dev.eci.registry.auth.Credentials;
import dev.eci.registry.testing.LoopbackRegistry;
import dev.eci.registry.testing.Push;
import dev.eci.signature.Signer;
import dev.eci.signature.StringMatcher;
import dev.eci.signature.TrustedRoot;
import dev.eci.signature.testing.Cosign3;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cosign 2.6.5 stored in a registry (src/test/resources/cosign), pushed again. */
class CosignTest {
  private static LoopbackRegistry registry;
  private static ImageSignatureVerifier check;

  @BeforeAll
  static void start() throws IOException {
    registry = LoopbackRegistry.start();
    check =
        new ImageSignatureVerifier(
            new RegistryClient(RegistrySettings.usual(), Credentials.NONE, InstantSource.system()),
            InstantSource.system());
  }

  @AfterAll
  static void stop() throws IOException {
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ec", "rsa", "ed25519"})
  void acceptsCosignSignature(String key) throws IOException {
    Push push = registry.push("simple/" + key);
    String digest = image(push);
    push.blob(file(key + ".sig-config.json"));
    push.blob(file("payload.json"));
    push.manifest(tag(digest) + ".sig", Push.IMAGE, file(key + ".sig.json"));

    Verification found = verify("simple/" + key);
    assertThat(found.digest()).contains(digest);
    assertThat(found.results())
        .hasSize(3)
        .containsEntry(signer(key).fingerprint(), "")
        .containsValue("it was signed with another key");
  }

  @Test
  void acceptsCosignBundle() throws IOException {
    Push push = registry.push("bundled");
    String digest = image(push);
    refer(push, digest, "ec.bundle");

    assertThat(verify("bundled").results()).containsEntry(signer("ec").fingerprint(), "");
  }

  /** With a log of Rekor v2 and a timestamp. */
  @Test
  void acceptsBundleOfCosign3() throws IOException {
    Push push = registry.push("bundled3");
    push.blob(Cosign3.file("config.json"));
    String digest = push.manifest("v1", Push.IMAGE, Cosign3.file("image.json"));
    assertThat(digest).isEqualTo(Cosign3.DIGEST);
    push.blob("{}");
    push.blob(Cosign3.file("ed25519-log.bundle.json"));
    referManifest(push, digest, Cosign3.file("ed25519-log.manifest.json"));
    Signer trusted =
        new Signer.Keyless(
            StringMatcher.exact(Cosign3.ISSUER),
            StringMatcher.exact(Cosign3.SUBJECT),
            TrustedRoot.sigstore(Cosign3.file("ed25519-log.trusted-root.json")));

    assertThat(
            check
                .verify(
                    ImageReference.parse(registry.host() + "/bundled3:v1"),
                    Map.of(trusted.fingerprint(), trusted),
                    Optional.empty())
                .results())
        .containsEntry(trusted.fingerprint(), "");
  }

  /** By the very same key. */
  @Test
  void ignoresAttestation() throws IOException {
    Push push = registry.push("attested");
    String digest = image(push);
    refer(push, digest, "ec.attestation");

    assertThat(verify("attested").results())
        .containsEntry(signer("ec").fingerprint(), "the statement is an attestation, no signature");
  }

  /** An attacker copies the signature of a good image to a bad one. */
  @Test
  void rejectsSignatureOfOtherImage() throws IOException {
    Push push = registry.push("copied");
    String bad = push.image("v1", "bad");
    push.blob(file("ec.sig-config.json"));
    push.blob(file("payload.json"));
    push.manifest(tag(bad) + ".sig", Push.IMAGE, file("ec.sig.json"));

    assertThat(verify("copied").results())
        .containsEntry(signer("ec").fingerprint(), "it is the signature of another image");
  }

  @Test
  void distinguishesUnsignedFromMissingImage() throws IOException {
    registry.push("plain").image("v1", "plain");
    assertThat(verify("plain").results())
        .containsEntry(signer("ec").fingerprint(), "it has no signature");
    assertThatThrownBy(() -> verify("nothing"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("has no such image");
  }

  private static Verification verify(String repository) throws IOException {
    Map<String, Signer> signers =
        Map.of(
            signer("ec").fingerprint(), signer("ec"),
            signer("rsa").fingerprint(), signer("rsa"),
            signer("ed25519").fingerprint(), signer("ed25519"));
    return check.verify(
        ImageReference.parse(registry.host() + "/" + repository + ":v1"),
        signers,
        Optional.empty());
  }

  private static String image(Push push) throws IOException {
    push.blob(file("config.json"));
    return push.manifest("v1", Push.IMAGE, file("image.json"));
  }

  private static void refer(Push push, String digest, String name) throws IOException {
    push.blob("{}");
    push.blob(file(name + ".json"));
    referManifest(push, digest, file(name + "-manifest.json"));
  }

  /** The registry has no referrers API: cosign writes the referrers tag. */
  private static void referManifest(Push push, String digest, String manifest) throws IOException {
    String referrer = push.manifest("", Push.IMAGE, manifest);
    push.manifest(
        tag(digest),
        Push.INDEX,
        """
        {"schemaVersion":2,"mediaType":"%s","manifests":[{"mediaType":"%s","size":%d,"digest":"%s","artifactType":"application/vnd.oci.empty.v1+json"}]}\
        """
            .formatted(Push.INDEX, Push.IMAGE, manifest.length(), referrer));
  }

  private static String tag(String digest) {
    return digest.replace(':', '-');
  }

  private static Signer signer(String key) throws IOException {
    return Signer.keys(file(key + ".pub"));
  }

  private static String file(String name) throws IOException {
    try (InputStream file = CosignTest.class.getResourceAsStream("/cosign/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
