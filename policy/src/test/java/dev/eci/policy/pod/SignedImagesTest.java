// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import static dev.eci.policy.pod.PodBuilder.mount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.imagetrust.ImageAuthority;
import dev.eci.policy.imagetrust.ImageGlob;
import dev.eci.policy.imagetrust.ImageTrustPolicy;
import dev.eci.policy.imagetrust.ImageTrustPolicy.Scope;
import dev.eci.policy.imagetrust.Verification;
import dev.eci.policy.imagetrust.VerificationResults;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.PodChange.PinnedImage;
import dev.eci.policy.pod.VolumeSource.HostPathVolume;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Pods in whose namespace images must be signed. */
class SignedImagesTest {
  private static final String ONE = "sha256:" + "1".repeat(64);
  private static final String TWO = "sha256:" + "2".repeat(64);
  private static final ImageAuthority ALICE =
      new ImageAuthority("alice", List.of(ImageGlob.EVERY), "a");
  private static final ImageAuthority BOB =
      new ImageAuthority("bob", List.of(ImageGlob.parse("registry.example/bob/*")), "b");

  @Test
  void pinsSignedImageToVerifiedDigest() {
    Policy policy = policy(Scope.ALL, signed("app:v1", ONE));
    PodVerdict verdict = PodEvaluation.of(pod("app:v1"), List.of(policy), Decisions.NOW).decide();

    assertThat(verdict.isDenied()).isFalse();
    assertThat(verdict.mutation().changes())
        .contains(new PinnedImage("container c0.image", "c0", "docker.io/library/app:v1@" + ONE));
    PodFacts once = PodBuilder.mutated(pod("app:v1"), verdict.mutation());
    assertThat(PodEvaluation.of(once, List.of(policy), Decisions.NOW).evaluateMutated().isDenied())
        .isFalse();
    // a webhook that undoes the pin is detected
    assertThat(
            PodEvaluation.of(pod("app:v1"), List.of(policy), Decisions.NOW)
                .evaluateMutated()
                .isDenied())
        .isTrue();
  }

  @Test
  void verifiesEachDigestSeparately() {
    Policy policy = policy(Scope.ALL, signed("app:v1", ONE));

    assertThat(texts(pod("app@" + ONE), policy)).isEmpty();
    assertThat(texts(pod("other@" + ONE), policy))
        .singleElement()
        .asString()
        .contains("not been verified yet");
    assertThat(texts(pod("app@" + TWO), policy))
        .singleElement()
        .asString()
        .contains("not been verified yet");
  }

  @Test
  void rejectsUnsignedImagesWithRemedy() {
    Policy policy = policy(Scope.ALL, verification("app:v1", Map.of("a", "it has no signature")));

    assertThat(texts(pod("app:v1"), policy))
        .containsExactly(
            "TRUST (EciPolicy \"default\") container c0.image: enhanced container isolation: image"
                + " \"docker.io/library/app:v1\" is denied, because no trusted signature was found (\"alice: it has no signature\"); sign it (cosign sign) and"
                + " try again; if you wish to allow it, name its signer in"
                + " spec.imageTrust.authorities of EciPolicy \"default\", or exempt the pod in its"
                + " spec.exemptions.");
    assertThat(PodEvaluation.of(pod("app:v1"), List.of(policy), Decisions.NOW).decide().mutation())
        .isEqualTo(PodMutation.NONE);
  }

  /** A missing result never allows anything. */
  @Test
  void rejectsImagesNotVerifiedYet() {
    Policy nothing = policy(Scope.ALL);
    assertThat(texts(pod("app:v1"), nothing))
        .singleElement()
        .asString()
        .contains(
            "its signature has not been verified yet; try again in a few seconds, but not as a dry run");

    Policy away =
        policy(
            Scope.ALL,
            new Verification(
                image("app:v1"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                "the registry cannot be reached"));
    assertThat(texts(pod("app:v1"), away))
        .singleElement()
        .asString()
        .contains("because \"the registry cannot be reached\"");
  }

  @Test
  void keepsVerificationForADayWithoutRegistry() {
    assertThat(texts(pod("app:v1"), policy(Scope.ALL, age(Duration.ofHours(23))))).isEmpty();
    assertThat(texts(pod("app:v1"), policy(Scope.ALL, age(Duration.ofHours(25)))))
        .singleElement()
        .asString()
        .contains("its signature was last verified at", "because \"away\"");
  }

  /** A result with a policy's old key does not count for its new key. */
  @Test
  void requiresNewVerificationWhenSignerChanges() {
    ImageAuthority changed = new ImageAuthority("alice", List.of(ImageGlob.EVERY), "a2");
    Policy policy =
        PolicyBuilder.named(
            "default",
            p ->
                p.trust =
                    new ImageTrustPolicy(
                        Scope.ALL,
                        List.of(changed),
                        VerificationResults.of(List.of(signed("app:v1", ONE)))));
    assertThat(texts(pod("app:v1"), policy))
        .singleElement()
        .asString()
        .contains("not been verified yet");
  }

  @Test
  void authorityAppliesToItsImagesOnly() {
    Policy policy =
        PolicyBuilder.named(
            "default",
            p ->
                p.trust =
                    new ImageTrustPolicy(
                        Scope.ALL,
                        List.of(BOB),
                        VerificationResults.of(
                            List.of(
                                verification("app:v1", Map.of("b", "")),
                                verification("registry.example/bob/app:v1", Map.of("b", ""))))));
    assertThat(texts(pod("registry.example/bob/app:v1"), policy)).isEmpty();
    assertThat(texts(pod("app:v1"), policy))
        .singleElement()
        .asString()
        .contains("no authority in the policy matches this image");
  }

  /** A restriction: a policy without requirements removes none. */
  @Test
  void requiresSignatureIfAnyPolicyDoes() {
    Policy lenient = PolicyBuilder.named("a-lenient");
    Policy strict = policy(Scope.ALL);
    assertThat(texts(pod("app:v1"), lenient, strict))
        .singleElement()
        .asString()
        .startsWith("TRUST (EciPolicy \"default\")");
  }

  @Test
  void socketMountsScopeChecksOnlySocketContainers() {
    Policy policy =
        PolicyBuilder.named(
            "default",
            p -> {
              p.socketImages = List.of("docker:cli");
              p.trust =
                  new ImageTrustPolicy(
                      Scope.SOCKET_MOUNTS,
                      List.of(ALICE),
                      VerificationResults.of(List.of(signed("docker:cli", TWO))));
            });
    Consumer<PodBuilder> socket =
        p -> {
          p.volume("sock", new HostPathVolume("/run/docker.sock", ""));
          p.container("docker:cli", mount("sock"));
          p.container("busybox");
        };
    // the list pins to what it resolved, and that is what must be signed
    assertThat(texts(PodBuilder.with(socket), policy))
        .singleElement()
        .asString()
        .contains("docker.io/library/docker:cli@" + PolicyBuilder.DIGEST, "not been verified yet");
    assertThat(
            PodEvaluation.of(PodBuilder.with(socket), List.of(policy), Decisions.NOW)
                .imagesToVerify())
        .containsExactly(
            new ImageVerificationRequest(image("docker:cli@" + PolicyBuilder.DIGEST), true, false));
    assertThat(
            texts(
                PodBuilder.with(socket),
                policy.withVerifications(
                    VerificationResults.of(
                        List.of(signed("docker@" + PolicyBuilder.DIGEST, PolicyBuilder.DIGEST))))))
        .isEmpty();
    assertThat(texts(pod("busybox"), policy)).isEmpty();
  }

  /** kubectl debug, kubectl set image: an existing pod is not mutated. */
  @Test
  void requiresDigestInExistingPod() {
    Policy policy = policy(Scope.ALL, signed("app:v1", ONE));
    assertThat(
            PodEvaluation.of(pod("app:v1"), List.of(policy), Decisions.NOW)
                .evaluateExisting()
                .violationsOf(EnforcementMode.ENFORCE))
        .singleElement()
        .extracting(Violation::format)
        .asString()
        .startsWith("TRUST (EciPolicy \"default\") container c0.image: ")
        .endsWith("write \"docker.io/library/app:v1@%s\".".formatted(ONE));
    assertThat(
            PodEvaluation.of(pod("app@" + ONE), List.of(policy), Decisions.NOW)
                .evaluateExisting()
                .isDenied())
        .isFalse();
  }

  /** An update may keep the other violation, and then the tag would be all that is left. */
  @Test
  void requiresDigestInExistingPodWithOtherViolations() {
    Policy policy = policy(Scope.ALL, signed("app:v1", ONE));
    PodFacts pod =
        PodBuilder.with(p -> {
          p.hostPid = true;
          p.container("app:v1");
        });
    assertThat(
            PodEvaluation.of(pod, List.of(policy), Decisions.NOW)
                .evaluateExisting()
                .violationsOf(EnforcementMode.ENFORCE))
        .extracting(Violation::rule)
        .containsExactly(RuleId.RES_1, RuleId.TRUST);
  }

  /** helm install must not fail because an image has not been verified yet. */
  @Test
  void admitsUnverifiedTemplatesAndRejectsUnsignedOnes() {
    assertThat(texts(template("app:v1"), policy(Scope.ALL))).isEmpty();
    assertThat(
            texts(
                template("app:v1"),
                policy(Scope.ALL, verification("app:v1", Map.of("a", "it has no signature")))))
        .hasSize(1);
    assertThat(
            PodEvaluation.of(template("app:v1"), List.of(policy(Scope.ALL)), Decisions.NOW)
                .imagesToVerify())
        .containsExactly(new ImageVerificationRequest(image("app:v1"), true, false));
  }

  /** What is mounted from an image can be executed as well. */
  @Test
  void checksImageVolumes() {
    Policy policy =
        policy(
            Scope.ALL,
            signed("busybox", ONE),
            signed("tools:v1", TWO),
            verification("bad:v1", Map.of("a", "it has no signature")));
    assertThat(texts(volume("bad:v1"), policy))
        .singleElement()
        .asString()
        .contains("no trusted signature was found");
    assertThat(texts(volume("tools:v1"), policy))
        .singleElement()
        .asString()
        .endsWith("write \"docker.io/library/tools@%s\".".formatted(TWO));
    assertThat(texts(volume("tools@" + TWO), policy)).isEmpty();
    assertThat(texts(volume("bad:v1"), policy(Scope.SOCKET_MOUNTS))).isEmpty();
    assertThat(PodEvaluation.of(volume("new:v1"), List.of(policy), Decisions.NOW).imagesToVerify())
        .contains(new ImageVerificationRequest(image("new:v1"), true, false));
  }

  private static PodFacts volume(String image) {
    return PodBuilder.with(p -> p.volume("v", new VolumeSource.Image(image)));
  }

  @Test
  void rejectsInvalidImageName() {
    assertThat(texts(pod("UPPER"), policy(Scope.ALL)))
        .singleElement()
        .asString()
        .contains("the image name is invalid; fix it");
  }

  private static Policy policy(Scope scope, Verification... known) {
    return PolicyBuilder.named(
        "default",
        p ->
            p.trust =
                new ImageTrustPolicy(
                    scope, List.of(ALICE), VerificationResults.of(Arrays.asList(known))));
  }

  private static Verification signed(String image, String digest) {
    return new Verification(
        image(image), Optional.of(digest), Optional.of(Decisions.NOW), Map.of("a", ""), "");
  }

  private static Verification verification(String image, Map<String, String> results) {
    return new Verification(
        image(image), Optional.of(ONE), Optional.of(Decisions.NOW), results, "");
  }

  private static Verification age(Duration age) {
    Instant then = Decisions.NOW.minus(age);
    return new Verification(
        image("app:v1"), Optional.of(ONE), Optional.of(then), Map.of("a", ""), "away");
  }

  private static List<String> texts(PodFacts pod, Policy... policies) {
    return PodEvaluation.of(pod, List.of(policies), Decisions.NOW)
        .decide()
        .violationsOf(EnforcementMode.ENFORCE)
        .stream()
        .map(Violation::format)
        .toList();
  }

  private static PodFacts pod(String image) {
    return PodBuilder.with(p -> p.container(image));
  }

  private static PodFacts template(String image) {
    PodFacts pod = pod(image);
    return new PodFacts(
        pod.subject(),
        "spec.template.spec",
        false,
        false,
        false,
        pod.hostUsers(),
        pod.runtimeClassName(),
        pod.placement(),
        pod.sysctls(),
        pod.notice(),
        pod.ids(),
        pod.volumes(),
        pod.containers());
  }

  private static ImageReference image(String text) {
    return ImageReference.parse(text).withDefaultTag();
  }
}
