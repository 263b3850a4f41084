// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.trust;

import static dev.eci.system.trust.ControlPlaneFixture.eventually;
import static dev.eci.system.trust.ControlPlaneFixture.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.testing.RequiresApiServer;
import dev.eci.crds.v1alpha1.EciImage;
import dev.eci.crds.v1alpha1.EciPolicySpec;
import dev.eci.registry.testing.LoopbackRegistry;
import dev.eci.registry.testing.Push;
import dev.eci.signature.testing.Cosign3;
import dev.eci.signature.testing.KeySigner;
import dev.eci.signature.testing.TestSigstore;
import io.fabric8.kubernetes.api.model.EphemeralContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What users see in a namespace whose images must be signed. */
@RequiresApiServer
@TestMethodOrder(OrderAnnotation.class)
class SignedImagesTest {
  private static final String ISSUER = "https://issuer.example";
  private static final String SUBJECT = "https://ci.example/team/app/release@refs/heads/main";
  private static final KeySigner KEY = KeySigner.of("EC");
  private static final Instant THEN = Instant.parse("2026-03-01T00:00:00Z");
  private static final TestSigstore SIGSTORE = new TestSigstore(THEN.minus(Duration.ofDays(1)));

  private static LoopbackRegistry registry;
  private static ControlPlaneFixture controlPlaneFixture;

  @BeforeAll
  static void start() throws Exception {
    registry = LoopbackRegistry.start();
    controlPlaneFixture = new ControlPlaneFixture();
    policy(KEY.publicPem());
    // until the webhook serves and knows the policy
    eventually(() ->
        assertThat(tryPod(registry.host() + "/nothing:v1"))
            .contains("TRUST (EciPolicy \"signed\")"));
  }

  @AfterAll
  static void stop() throws Exception {
    controlPlaneFixture.close();
    registry.close();
  }

  @Test
  void admitsSignedImageAsVerifiedDigest() throws Exception {
    Push push = registry.push("good");
    String digest = push.image("v1", "good");
    Cosign.sign(push, digest, KEY);

    assertThat(tryPod(registry.host() + "/good:v1"))
        .contains("its signature has not been verified yet", "try again in a few seconds");
    long began = System.nanoTime();
    Pod pod = eventuallyRuns(registry.host() + "/good:v1");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    assertThat(image(pod)).isEqualTo(registry.host() + "/good:v1@" + digest);
    // and its next pod at once
    assertThat(image(create(registry.host() + "/good:v1"))).endsWith(digest);
    assertThat(image(create(registry.host() + "/good@" + digest))).endsWith(digest);
  }

  @Test
  void rejectsUnsignedImageUntilSigned() throws Exception {
    Push push = registry.push("later");
    String digest = push.image("v1", "later");
    eventually(() ->
        assertThat(tryPod(registry.host() + "/later:v1"))
            .contains(
                "TRUST (EciPolicy \"signed\") spec.containers[0].image: ",
                "no trusted signature was found (\"key: it has no signature\",",
                "if you wish to allow it, name its signer in spec.imageTrust.authorities of EciPolicy \"signed\""));
    Cosign.sign(push, digest, KeySigner.of("EC"));
    eventually(() ->
        assertThat(tryPod(registry.host() + "/later:v1"))
            .contains("key: it was signed with another key"));
    Cosign.sign(push, digest, KEY);
    assertThat(image(eventuallyRuns(registry.host() + "/later:v1"))).endsWith(digest);
  }

  /** An account that may push assigns the name to another image. */
  @Test
  void rejectsContentOfMovedTag() throws Exception {
    Push push = registry.push("moved");
    String digest = push.image("v1", "good");
    Cosign.sign(push, digest, KEY);
    eventuallyRuns(registry.host() + "/moved:v1");

    String bad = push.image("v1", "bad");
    assertThat(tryPod(registry.host() + "/moved@" + bad)).contains("TRUST");
    // the name still means what was checked
    assertThat(image(create(registry.host() + "/moved:v1"))).endsWith(digest);
  }

  @Test
  void admitsSignedIndexAsIndex() throws Exception {
    Push push = registry.push("multi");
    String index = push.index("v1", List.of(push.platform(push.image("", "one"), "linux")));
    Cosign.sign(push, index, KEY);
    assertThat(image(eventuallyRuns(registry.host() + "/multi:v1"))).endsWith(index);
  }

  /** What cosign 3 wrote with a log of Rekor v2, by the trusted root that it wrote. */
  @Test
  void admitsIdentityInRekorV2Log() throws Exception {
    Push push = registry.push("rekor2");
    push.blob(Cosign3.file("config.json"));
    push.manifest("v1", Push.IMAGE, Cosign3.file("image.json"));
    Cosign.refer(
        push,
        Cosign3.DIGEST,
        Cosign3.file("ed25519-log.manifest.json"),
        Cosign3.file("ed25519-log.bundle.json"));
    assertThat(image(eventuallyRuns(registry.host() + "/rekor2:v1"))).endsWith(Cosign3.DIGEST);
  }

  @Test
  void admitsKeylessIdentity() throws Exception {
    Push push = registry.push("keyless");
    String digest = push.image("v1", "keyless");
    Cosign.attach(
        push,
        digest,
        SIGSTORE
            .identity(ISSUER, SUBJECT, THEN)
            .sign(KeySigner.payload(digest), THEN.plusSeconds(3)));
    assertThat(image(eventuallyRuns(registry.host() + "/keyless:v1"))).endsWith(digest);

    Push other = registry.push("other-signer");
    String untrusted = other.image("v1", "other-signer");
    Cosign.attach(
        other,
        untrusted,
        SIGSTORE
            .identity(ISSUER, "https://ci.example/other-signer", THEN)
            .sign(KeySigner.payload(untrusted), THEN.plusSeconds(3)));
    eventually(() ->
        assertThat(tryPod(registry.host() + "/other-signer:v1"))
            .contains("ci: its signer is https://ci.example/other-signer"));
  }

  /** helm install does not fail; its pods come as soon as the image is known. */
  @Test
  void admitsDeploymentAtOnceAndVerifiesItsImage() throws Exception {
    Push push = registry.push("deployed");
    Cosign.sign(push, push.image("v1", "deployed"), KEY);
    String image = registry.host() + "/deployed:v1";
    client()
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName("deployed")
                .withNamespace(ControlPlaneFixture.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("a", "b")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("a", "b")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    eventually(() ->
        assertThat(client().resources(EciImage.class).list().getItems())
            .filteredOn(known -> known.getSpec().image().equals(image))
            .singleElement()
            .matches(known -> known.getStatus() != null)
            .satisfies(known ->
                assertThat(known.getStatus().signers())
                    .anySatisfy(signer -> {
                      assertThat(signer.name()).isEqualTo("key");
                      assertThat(signer.signed()).isTrue();
                    })));
    assertThat(image(create(image))).contains("@sha256:");
  }

  /** kubectl debug. */
  @Test
  void requiresDigestForEphemeralContainer() throws Exception {
    Push push = registry.push("debug");
    String digest = push.image("v1", "debug");
    Cosign.sign(push, digest, KEY);
    Pod pod = eventuallyRuns(registry.host() + "/debug:v1");

    assertThat(tryEphemeral(pod, registry.host() + "/debug:v1"))
        .contains(
            "spec.ephemeralContainers[0].image",
            "write \"%s/debug:v1@%s\"".formatted(registry.host(), digest));
    assertThat(tryEphemeral(pod, registry.host() + "/debug@" + digest)).isEmpty();
  }

  /** Never an open door; what was seen to be signed still runs. */
  @Test
  @Order(Order.DEFAULT + 1)
  void rejectsUnknownImageWhenRegistryIsUnavailable() throws Exception {
    Push push = registry.push("before");
    Cosign.sign(push, push.image("v1", "before"), KEY);
    eventuallyRuns(registry.host() + "/before:v1");
    registry.stop();
    try {
      eventually(() ->
          assertThat(tryPod(registry.host() + "/away:v1"))
              .contains("its signature has not been verified yet, because", "cannot be reached"));
      create(registry.host() + "/before:v1");
    } finally {
      registry.startAgain();
    }
  }

  /** What the old key signed counts for nothing under the new one, from that moment on. */
  @Test
  @Order(Order.DEFAULT + 2)
  void requiresNewSignatureAfterKeyRotation() throws Exception {
    Push push = registry.push("rotated");
    String digest = push.image("v1", "rotated");
    Cosign.sign(push, digest, KEY);
    eventuallyRuns(registry.host() + "/rotated:v1");
    KeySigner next = KeySigner.of("RSA");
    policy(next.publicPem());

    eventually(() ->
        assertThat(tryPod(registry.host() + "/rotated:v1"))
            .contains("key: it was signed with another key"));
    Cosign.sign(push, digest, next);
    eventuallyRuns(registry.host() + "/rotated:v1");
  }

  private static void policy(String key) {
    EciPolicySpec spec =
        client()
            .getKubernetesSerialization()
            .convertValue(
                Map.of(
                    "namespaceSelector",
                    Map.of(
                        "matchLabels",
                        Map.of("kubernetes.io/metadata.name", ControlPlaneFixture.NAMESPACE)),
                    "imageTrust",
                    Map.of(
                        "scope",
                        "All",
                        "authorities",
                        List.of(
                            Map.of("name", "key", "key", Map.of("publicKeys", key)),
                            Map.of(
                                "name",
                                "ci",
                                "keyless",
                                Map.of(
                                    "issuer",
                                    ISSUER,
                                    "subjectRegex",
                                    "^https://ci\\.example/team/.*$",
                                    "roots",
                                    SIGSTORE.rootPem(),
                                    "logKeys",
                                    SIGSTORE.logPem())),
                            Map.of(
                                "name",
                                "cosign 3",
                                "keyless",
                                Map.of(
                                    "issuer",
                                    Cosign3.ISSUER,
                                    "subject",
                                    Cosign3.SUBJECT,
                                    "trustedRoot",
                                    trustedRoot()))))),
                EciPolicySpec.class);
    controlPlaneFixture.apply("signed", spec);
  }

  private static String trustedRoot() {
    try {
      return Cosign3.file("ed25519-log.trusted-root.json");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Why it is denied; empty if it is not. */
  private static String tryPod(String image) {
    try {
      create(image);
      return "";
    } catch (KubernetesClientException e) {
      return e.getMessage();
    }
  }

  private static Pod create(String image) {
    return client()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withGenerateName("p-")
                .withNamespace(ControlPlaneFixture.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage(image)
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  private static Pod eventuallyRuns(String image) {
    Pod[] pod = new Pod[1];
    eventually(() -> pod[0] = create(image));
    return pod[0];
  }

  private static String tryEphemeral(Pod pod, String image) {
    try {
      client()
          .pods()
          .inNamespace(ControlPlaneFixture.NAMESPACE)
          .withName(pod.getMetadata().getName())
          .ephemeralContainers()
          .edit(before ->
              new PodBuilder(before)
                  .editSpec()
                  .addToEphemeralContainers(
                      new EphemeralContainerBuilder().withName("d").withImage(image).build())
                  .endSpec()
                  .build());
      return "";
    } catch (KubernetesClientException e) {
      return e.getMessage();
    }
  }

  private static KubernetesClient client() {
    return controlPlaneFixture.client();
  }
}
