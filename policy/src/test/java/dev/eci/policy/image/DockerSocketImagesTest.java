// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import static dev.eci.policy.image.ResolvedReferenceTest.START;
import static dev.eci.policy.image.ResolvedReferenceTest.digest;
import static dev.eci.policy.image.ResolvedReferenceTest.version;
import static dev.eci.policy.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.image.ImageMatch.Allowed;
import dev.eci.policy.image.ImageMatch.AllowedIfPinned;
import dev.eci.policy.image.ImageMatch.DigestMismatch;
import dev.eci.policy.image.ImageMatch.NotListed;
import dev.eci.policy.image.ImageMatch.Stale;
import dev.eci.policy.image.ImageMatch.Unresolved;
import dev.eci.policy.testing.Gen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** SOCK-1 to SOCK-3, SOCK-6. */
class DockerSocketImagesTest {
  private static final Instant NOW = START.plusSeconds(60);
  private static final ResolvedImages CLI =
      ResolvedImages.NONE.withResolved(
          "docker.io/library/docker:cli", ResolvedReference.NEVER.withDigest(version(1, START)));

  private static DockerSocketImages listed(ResolvedImages known, String... images) {
    return new DockerSocketImages(ImageList.parse(List.of(images)), false, known);
  }

  private static ImageMatch named(DockerSocketImages images, String image) {
    return images.evaluate(new ImageIdentity.Named(image), NOW);
  }

  private static ImageContent content(int id, String... repoDigests) {
    return ImageContent.of(digest(id), List.of(repoDigests));
  }

  private static ImageMatch onNode(
      DockerSocketImages images, String written, ImageContent content) {
    return images.evaluate(ImageIdentity.Local.of(written, content), NOW);
  }

  /** Before the pod is stored. */
  @Nested
  class ByName {
    @Test
    void allowsAndPinsTagAtResolvedDigest() {
      assertThat(named(listed(CLI, "docker:cli"), "docker:cli"))
          .isEqualTo(new AllowedIfPinned(digest(1)));
      assertThat(listed(CLI, "docker:cli").pin(ImageReference.parse("docker:cli"), NOW))
          .contains(digest(1));
    }

    @Test
    void allowsPresentAndPastDigestsOfTag() {
      DockerSocketImages images =
          listed(
              ResolvedImages.NONE.withResolved(
                  "docker.io/library/docker:cli",
                  ResolvedReference.NEVER
                      .withDigest(version(1, START))
                      .withDigest(version(2, START))),
              "docker:cli");

      assertThat(named(images, "docker@" + digest(1))).isEqualTo(new Allowed());
      assertThat(named(images, "docker:x@" + digest(1001))).isEqualTo(new Allowed());
      assertThat(named(images, "docker:cli@" + digest(3))).isEqualTo(new DigestMismatch());
      assertThat(named(images, "evil/docker@" + digest(1))).isEqualTo(new NotListed());
      assertThat(images.pin(ImageReference.parse("docker@" + digest(1)), NOW)).isEmpty();
    }

    @Test
    void reportsUnresolvedWhenNeverLookedUp() {
      assertThat(named(listed(ResolvedImages.NONE, "docker:cli"), "docker:cli"))
          .isEqualTo(new Unresolved(""));
      assertThat(named(listed(CLI, "docker:*"), "docker:27")).isEqualTo(new Unresolved(""));
      assertThat(named(listed(CLI, "docker:*"), "docker@" + digest(9)))
          .isEqualTo(new Unresolved(""));
      assertThat(named(listed(CLI, "docker:*"), "docker:cli"))
          .isEqualTo(new AllowedIfPinned(digest(1)));
    }

    @Test
    void rejectsImagesMissingFromRegistry() {
      ResolvedImages none =
          ResolvedImages.NONE
              .withResolved(
                  "docker.io/library/docker:cli", ResolvedReference.NEVER.withoutDigest(START))
              .withResolved(
                  "docker.io/library/docker@" + digest(9),
                  ResolvedReference.NEVER.withoutDigest(START));

      assertThat(named(listed(none, "docker:cli"), "docker:cli")).isEqualTo(new DigestMismatch());
      assertThat(named(listed(none, "docker:*"), "docker@" + digest(9)))
          .isEqualTo(new DigestMismatch());
    }

    @Test
    void reportsStaleResultsAfterAWeek() {
      Instant later = NOW.plus(Duration.ofDays(8));

      assertThat(listed(CLI, "docker:cli").evaluate(new ImageIdentity.Named("docker:cli"), later))
          .isEqualTo(new Stale(START));
    }

    @Test
    void reportsWhyRegistryNeverAnswered() {
      ResolvedImages failed =
          ResolvedImages.NONE.withResolved(
              "docker.io/library/docker:cli", ResolvedReference.NEVER.withProblem("refused"));

      assertThat(named(listed(failed, "docker:cli"), "docker:cli"))
          .isEqualTo(new Unresolved("refused"));
    }
  }

  /** On a node, where anyone can assign names. */
  @Nested
  class ByContent {
    private final DockerSocketImages cli = listed(CLI, "docker:cli");

    @Test
    void rejectsOtherContentUnderAllowedName() {
      assertThat(onNode(cli, "docker:cli", content(66, "docker@" + digest(66))))
          .isEqualTo(new DigestMismatch());
      assertThat(onNode(cli, "docker:cli", content(66))).isEqualTo(new DigestMismatch());
      assertThat(onNode(cli, "docker:cli@" + digest(1), content(66)))
          .isEqualTo(new DigestMismatch());
    }

    @Test
    void allowsDigestUnderAnyName() {
      assertThat(onNode(cli, "docker:cli", content(1))).isEqualTo(new Allowed());
      assertThat(onNode(cli, "mine:1", content(7, "docker@" + digest(1)))).isEqualTo(new Allowed());
      assertThat(onNode(cli, digest(1), content(1))).isEqualTo(new Allowed());
    }

    @Test
    void allowsDigestOfPlatformManifest() {
      assertThat(onNode(cli, "docker:cli", content(7, "docker@" + digest(1001))))
          .isEqualTo(new Allowed());
    }

    @Test
    void allowsLocalImageById() {
      DockerSocketImages images = listed(ResolvedImages.NONE, "mytool@" + digest(5));

      assertThat(onNode(images, "mytool:dev", content(5))).isEqualTo(new Allowed());
      assertThat(onNode(images, "mytool:dev", content(6))).isEqualTo(new DigestMismatch());
      assertThat(onNode(images, "other", content(6))).isEqualTo(new NotListed());
    }

    @Test
    void staysUnresolvedUntilEveryDigestIsLookedUp() {
      DockerSocketImages images = listed(CLI, "docker:*");
      ImageContent content = content(8, "docker@" + digest(9));

      assertThat(onNode(images, "docker:27", content)).isEqualTo(new Unresolved(""));
      ResolvedImages resolved =
          CLI.withResolved(
              "docker.io/library/docker@" + digest(8),
              ResolvedReference.NEVER.withoutDigest(START));
      assertThat(onNode(images.withResolvedImages(resolved), "docker:27", content))
          .isEqualTo(new Unresolved(""));
      ResolvedImages answered =
          resolved.withResolved(
              "docker.io/library/docker@" + digest(9),
              ResolvedReference.NEVER.withoutDigest(START));
      assertThat(onNode(images.withResolvedImages(answered), "docker:27", content))
          .isEqualTo(new DigestMismatch());
      ResolvedImages held =
          resolved.withResolved(
              "docker.io/library/docker@" + digest(9),
              ResolvedReference.NEVER.withDigest(version(9, START)));
      assertThat(onNode(images.withResolvedImages(held), "docker:27", content))
          .isEqualTo(new Allowed());
    }

    @Test
    void wildcardAllowsAnyContent() {
      assertThat(onNode(listed(ResolvedImages.NONE, "*"), digest(4), content(4)))
          .isEqualTo(new Allowed());
    }

    @Test
    void withoutContentNothingIsAllowed() {
      assertThat(cli.evaluate(ImageIdentity.verifiedByEngine("docker:cli"), NOW))
          .isEqualTo(new DigestMismatch());
      assertThat(cli.evaluate(ImageIdentity.verifiedByEngine("docker:cli@" + digest(1)), NOW))
          .isEqualTo(new Allowed());
      assertThat(cli.evaluate(ImageIdentity.verifiedByEngine(""), NOW)).isEqualTo(new NotListed());
    }
  }

  /** SOCK-3. */
  @Nested
  class Derived {
    private final ImageContent parent = content(7, "docker@" + digest(1));

    private ImageMatch evaluate(boolean allowed, boolean localOnly, ImageContent... ancestors) {
      return new DockerSocketImages(ImageList.parse(List.of("docker:cli")), allowed, CLI)
          .evaluate(
              new ImageIdentity.Local("mine", content(50), localOnly, List.of(ancestors)), NOW);
    }

    @Test
    void allowsLocalImageBuiltFromAllowedOne() {
      assertThat(evaluate(true, true, content(49), parent)).isEqualTo(new Allowed());
    }

    @Test
    void rejectsDerivedImageUnlessPolicyAllows() {
      assertThat(evaluate(false, true, parent)).isEqualTo(new NotListed());
    }

    @Test
    void rejectsDerivedImageThatIsNotLocal() {
      assertThat(evaluate(true, false, parent)).isEqualTo(new NotListed());
    }

    @Test
    void onlyFromAnAllowedOneThatIsPresent() {
      assertThat(evaluate(true, true)).isEqualTo(new NotListed());
      assertThat(evaluate(true, true, content(49))).isEqualTo(new NotListed());
    }
  }

  /** Content that no registry has under a listed tag is denied, whatever its name is. */
  @Test
  void rejectsOtherContentUnderAnyName() {
    forAll(1000, names(), names(), lists())
        .holds((written, repository, list) -> {
          ImageContent other =
              content(66, ImageReference.parse(repository).name() + "@" + digest(67));
          ImageMatch verdict =
              new DockerSocketImages(ImageList.parse(list), true, CLI)
                  .evaluate(
                      new ImageIdentity.Local(written, other, true, List.of(content(68))), NOW);

          assertThat(verdict.allows()).isFalse();
        });
  }

  private static Gen<String> names() {
    return Gen.of(
        "docker:cli", "docker", "index.docker.io/library/docker:cli", "docker:27", "evil/x");
  }

  private static Gen<List<String>> lists() {
    return Gen.of("docker:cli", "docker:*", "docker", "docker@" + digest(1), "evil/x:1").list(0, 4);
  }

  @Test
  void ignoresInvalidDigestsOfLocalImages() {
    assertThat(ImageContent.of("sha256:abc", List.of("docker:cli", "<none>@<none>")))
        .isEqualTo(new ImageContent(Optional.empty(), List.of()));
  }
}
