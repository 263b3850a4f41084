// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.conversion.ResolvedReader;
import dev.eci.crds.v1alpha1.EciPolicyStatus;
import dev.eci.crds.v1alpha1.EciPolicyStatus.ImageVersion;
import dev.eci.crds.v1alpha1.EciPolicyStatus.ResolvedImage;
import dev.eci.operator.Samples;
import dev.eci.policy.image.ResolvedDigest;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.ResolvedReference;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** status.images and condition ImagesResolved (SOCK-2). */
class ImagesTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
  private static final ResolvedReference ANSWER =
      ResolvedReference.NEVER.withDigest(new ResolvedDigest(DIGEST, Set.of(digest(7)), NOW));
  private static final ResolvedImages KNOWN =
      ResolvedImages.NONE
          .withResolved("docker.io/library/known:latest", ANSWER)
          .withResolved("docker.io/library/away:latest", ANSWER.withProblem("refused"))
          .withResolved(
              "docker.io/library/never:latest", ResolvedReference.NEVER.withProblem("refused"))
          .withResolved(
              "docker.io/library/gone:latest", ResolvedReference.NEVER.withoutDigest(NOW));

  private static String digest(int of) {
    return "sha256:%064x".formatted(of);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                           | True    | NoImages            | no images
          ['*']                        | True    | Resolved            | the digest of every entry
          ['alpine@DIGEST', 'known']   | True    | Resolved            | the digest of every entry
          ['alpine:*']                 | True    | Resolved            | the digest of every entry
          ['known', 'away']            | True    | RegistryUnavailable | the last known digests still apply: docker.io/library/away:latest (refused)
          ['known', 'new']           | Unknown | Resolving           | are being resolved
          ['never', 'new', 'known']  | False   | NotResolved         | 1 of 3 entries have no usable digest, so their images may not mount the socket: docker.io/library/never:latest (refused)
          ['gone']                     | False   | NotResolved         | its registry has no such tag
          ['UPPER']                    | Unknown | InvalidSpec         | Ready
          """)
  void reportsImagesResolvedCondition(String images, String value, String reason, String message) {
    ConditionValue conditionValue = ImagesResolvedCondition.verdict(facts(images, KNOWN), NOW);
    assertThat(conditionValue.value()).hasToString(value);
    assertThat(conditionValue.reason()).isEqualTo(reason);
    assertThat(conditionValue.message()).contains(message);
  }

  @Test
  void reportsStaleImagesAsNotResolved() {
    ConditionValue conditionValue =
        ImagesResolvedCondition.verdict(facts("['known']", KNOWN), NOW.plus(Duration.ofDays(8)));
    assertThat(conditionValue.reason()).isEqualTo("NotResolved");
    assertThat(conditionValue.message()).contains("last confirmed 2026-11-01T00:00:00Z");
  }

  @Test
  void roundTripsNormalisedImages() {
    List<ResolvedImage> written =
        listed("['known', 'r.example/a/b:*', 'alpine@DIGEST', 'never']", KNOWN, null);

    assertThat(written)
        .containsExactly(
            new ResolvedImage(
                "docker.io/library/known:latest",
                List.of(new ImageVersion(DIGEST, List.of(digest(7)), NOW.toString())),
                NOW.toString(),
                null),
            new ResolvedImage("r.example/a/b:*", null, null, null),
            new ResolvedImage("docker.io/library/alpine@" + DIGEST, null, null, null),
            new ResolvedImage("docker.io/library/never:latest", null, null, "refused"));
    assertThat(
            ResolvedReader.read(new EciPolicyStatus(null, null, written, null, null)).byReference())
        .containsEntry("docker.io/library/known:latest", ANSWER)
        .containsEntry(
            "docker.io/library/never:latest", ResolvedReference.NEVER.withProblem("refused"))
        .hasSize(2);
  }

  @Test
  void refreshesUnchangedStatusEverySixHours() {
    EciPolicyStatus before = status(listed("['known']", KNOWN, null));
    ResolvedImages later = answered(NOW.plus(Duration.ofHours(5)));
    assertThat(listed("['known']", later, before)).isEqualTo(before.images());

    ResolvedImages muchLater = answered(NOW.plus(Duration.ofHours(6)));
    assertThat(listed("['known']", muchLater, before).getFirst().checked())
        .isEqualTo("2026-11-01T06:00:00Z");

    ResolvedImages moved =
        ResolvedImages.NONE.withResolved(
            "docker.io/library/known:latest",
            ANSWER.withDigest(new ResolvedDigest(digest(1), Set.of(), NOW.plusSeconds(5))));
    assertThat(listed("['known']", moved, before).getFirst().versions())
        .extracting(ImageVersion::digest)
        .containsExactly(digest(1), DIGEST);
  }

  @Test
  void listsAtMostHundredImagesOfWildcardEntries() {
    ResolvedReference missing = ResolvedReference.NEVER.withoutDigest(NOW);
    ResolvedImages known =
        ResolvedImages.NONE
            .withResolved("r.example/a/b:used", ANSWER)
            .withResolved("r.example/a/b@" + DIGEST, ANSWER)
            .withResolved("r.example/a/other:v1", ANSWER);
    List<ResolvedImage> first = listed("['r.example/a/b:*']", known, null);
    assertThat(first)
        .extracting(ResolvedImage::image)
        .containsExactly("r.example/a/b:*", "r.example/a/b:used", "r.example/a/b@" + DIGEST);
    assertThat(
            ResolvedReader.read(new EciPolicyStatus(null, null, first, null, null)).byReference())
        .containsOnlyKeys("r.example/a/b:used", "r.example/a/b@" + DIGEST);

    for (int i = 0; i < 300; i++) {
      known = known.withResolved("r.example/a/b:" + i, i < 150 ? ANSWER : missing);
    }
    assertThat(listed("['r.example/a/b:*']", known, status(first)))
        .hasSize(1 + ResolvedImagesStatus.ON_DEMAND_MAX)
        .extracting(ResolvedImage::image)
        .contains("r.example/a/b:used", "r.example/a/b@" + DIGEST)
        .doesNotContain("r.example/a/b:200");
  }

  /** etcd accepts 1.5 MB, and every agent reads it. */
  @Test
  void limitsStatusSize() {
    ResolvedImages known = ResolvedImages.NONE;
    for (int i = 0; i < 256; i++) {
      ResolvedReference resolvedReference = ResolvedReference.NEVER;
      for (int v = 0; v < 20; v++) {
        Set<String> parts =
            IntStream.range(0, 64).mapToObj(ImagesTest::digest).collect(Collectors.toSet());
        resolvedReference = resolvedReference.withDigest(new ResolvedDigest(digest(v), parts, NOW));
      }
      known = known.withResolved("docker.io/library/i%d:latest".formatted(i), resolvedReference);
    }
    String images =
        IntStream.range(0, 256).mapToObj(i -> "i" + i).collect(Collectors.joining(",", "[", "]"));

    String json = Serialization.asJson(listed(images, known, null));

    assertThat(json.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(700_000);
  }

  private static ResolvedImages answered(Instant at) {
    return ResolvedImages.NONE.withResolved(
        "docker.io/library/known:latest",
        ANSWER.withDigest(new ResolvedDigest(DIGEST, Set.of(digest(7)), at)));
  }

  private static EciPolicyStatus status(List<ResolvedImage> images) {
    return new EciPolicyStatus(null, null, images, null, null);
  }

  private static List<ResolvedImage> listed(
      String images, ResolvedImages known, @Nullable EciPolicyStatus before) {
    return ResolvedImagesStatus.of(facts(images, known), before);
  }

  private static StatusInputs facts(String images, ResolvedImages known) {
    String spec =
        "{dockerSocketMount: {imageList: {images: %s}}}"
            .formatted(images.replace("DIGEST", DIGEST));
    return new StatusInputs(
        PolicyReader.read(Samples.policy("one", spec)),
        ReconcileResult.none(),
        NodeSummary.of(List.of()),
        known,
        java.util.Optional.empty(),
        true);
  }
}
