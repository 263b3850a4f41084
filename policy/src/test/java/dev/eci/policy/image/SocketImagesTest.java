package dev.eci.policy.image;

import static dev.eci.policy.image.ResolvedTest.START;
import static dev.eci.policy.image.ResolvedTest.digest;
import static dev.eci.policy.image.ResolvedTest.version;
import static dev.eci.policy.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.image.ImageVerdict.Allowed;
import dev.eci.policy.image.ImageVerdict.AllowedAt;
import dev.eci.policy.image.ImageVerdict.Foreign;
import dev.eci.policy.image.ImageVerdict.NotListed;
import dev.eci.policy.image.ImageVerdict.Stale;
import dev.eci.policy.image.ImageVerdict.Unresolved;
import dev.eci.policy.testing.Gen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** SOCK-1 to SOCK-3, SOCK-6. */
class SocketImagesTest {
  private static final Instant NOW = START.plusSeconds(60);
  private static final ResolvedImages CLI =
      ResolvedImages.NONE.with(
          "docker.io/library/docker:cli", Resolved.NEVER.seen(version(1, START)));

  private static SocketImages listed(ResolvedImages known, String... images) {
    return new SocketImages(ImageList.parse(List.of(images)), false, known);
  }

  private static ImageVerdict named(SocketImages images, String image) {
    return images.judge(new ImageIdentity.Named(image), NOW);
  }

  private static ImageContent content(int id, String... repoDigests) {
    return ImageContent.of(digest(id), List.of(repoDigests));
  }

  private static ImageVerdict onNode(SocketImages images, String written, ImageContent content) {
    return images.judge(ImageIdentity.Local.of(written, content), NOW);
  }

  /** Before the pod is stored. */
  @Nested
  class ByName {
    @Test
    void aTagIsAllowedAtWhatItStandsFor() {
      assertThat(named(listed(CLI, "docker:cli"), "docker:cli"))
          .isEqualTo(new AllowedAt(digest(1)));
      assertThat(listed(CLI, "docker:cli").pin(ImageReference.parse("docker:cli"), NOW))
          .contains(digest(1));
    }

    @Test
    void aDigestIsAllowedIfTheTagStandsOrStoodForIt() {
      SocketImages images =
          listed(
              ResolvedImages.NONE.with(
                  "docker.io/library/docker:cli",
                  Resolved.NEVER.seen(version(1, START)).seen(version(2, START))),
              "docker:cli");

      assertThat(named(images, "docker@" + digest(1))).isEqualTo(new Allowed());
      assertThat(named(images, "docker:x@" + digest(1001))).isEqualTo(new Allowed());
      assertThat(named(images, "docker:cli@" + digest(3))).isEqualTo(new Foreign());
      assertThat(named(images, "evil/docker@" + digest(1))).isEqualTo(new NotListed());
      assertThat(images.pin(ImageReference.parse("docker@" + digest(1)), NOW)).isEmpty();
    }

    @Test
    void whatNobodyAskedForIsNotAllowedYet() {
      assertThat(named(listed(ResolvedImages.NONE, "docker:cli"), "docker:cli"))
          .isEqualTo(new Unresolved(""));
      assertThat(named(listed(CLI, "docker:*"), "docker:27")).isEqualTo(new Unresolved(""));
      assertThat(named(listed(CLI, "docker:*"), "docker@" + digest(9)))
          .isEqualTo(new Unresolved(""));
      assertThat(named(listed(CLI, "docker:*"), "docker:cli")).isEqualTo(new AllowedAt(digest(1)));
    }

    @Test
    void whatTheRegistryDoesNotHaveIsForeign() {
      ResolvedImages none =
          ResolvedImages.NONE
              .with("docker.io/library/docker:cli", Resolved.NEVER.missing(START))
              .with("docker.io/library/docker@" + digest(9), Resolved.NEVER.missing(START));

      assertThat(named(listed(none, "docker:cli"), "docker:cli")).isEqualTo(new Foreign());
      assertThat(named(listed(none, "docker:*"), "docker@" + digest(9))).isEqualTo(new Foreign());
    }

    @Test
    void answersGrowOld() {
      Instant later = NOW.plus(Duration.ofDays(8));

      assertThat(listed(CLI, "docker:cli").judge(new ImageIdentity.Named("docker:cli"), later))
          .isEqualTo(new Stale(START));
    }

    @Test
    void aRegistryThatNeverAnsweredSaysWhy() {
      ResolvedImages failed =
          ResolvedImages.NONE.with(
              "docker.io/library/docker:cli", Resolved.NEVER.failed("refused"));

      assertThat(named(listed(failed, "docker:cli"), "docker:cli"))
          .isEqualTo(new Unresolved("refused"));
    }
  }

  /** On a node, where names are whatever somebody tagged. */
  @Nested
  class ByContent {
    private final SocketImages cli = listed(CLI, "docker:cli");

    @Test
    void aForeignImageUnderAnAllowedNameIsForeign() {
      assertThat(onNode(cli, "docker:cli", content(66, "docker@" + digest(66))))
          .isEqualTo(new Foreign());
      assertThat(onNode(cli, "docker:cli", content(66))).isEqualTo(new Foreign());
      assertThat(onNode(cli, "docker:cli@" + digest(1), content(66))).isEqualTo(new Foreign());
    }

    @Test
    void theAllowedContentIsAllowedUnderAnyName() {
      assertThat(onNode(cli, "docker:cli", content(1))).isEqualTo(new Allowed());
      assertThat(onNode(cli, "mine:1", content(7, "docker@" + digest(1)))).isEqualTo(new Allowed());
      assertThat(onNode(cli, digest(1), content(1))).isEqualTo(new Allowed());
    }

    @Test
    void aPlatformsManifestCounts() {
      assertThat(onNode(cli, "docker:cli", content(7, "docker@" + digest(1001))))
          .isEqualTo(new Allowed());
    }

    @Test
    void aLocalImageIsAllowedByItsId() {
      SocketImages images = listed(ResolvedImages.NONE, "mytool@" + digest(5));

      assertThat(onNode(images, "mytool:dev", content(5))).isEqualTo(new Allowed());
      assertThat(onNode(images, "mytool:dev", content(6))).isEqualTo(new Foreign());
      assertThat(onNode(images, "other", content(6))).isEqualTo(new NotListed());
    }

    @Test
    void aRepositoryIsAskedForEachDigestBeforeAnyTagIsForeign() {
      SocketImages images = listed(CLI, "docker:*");
      ImageContent content = content(8, "docker@" + digest(9));

      assertThat(onNode(images, "docker:27", content)).isEqualTo(new Unresolved(""));
      ResolvedImages asked =
          CLI.with("docker.io/library/docker@" + digest(8), Resolved.NEVER.missing(START));
      assertThat(onNode(images.knowing(asked), "docker:27", content)).isEqualTo(new Unresolved(""));
      ResolvedImages answered =
          asked.with("docker.io/library/docker@" + digest(9), Resolved.NEVER.missing(START));
      assertThat(onNode(images.knowing(answered), "docker:27", content)).isEqualTo(new Foreign());
      ResolvedImages held =
          asked.with(
              "docker.io/library/docker@" + digest(9), Resolved.NEVER.seen(version(9, START)));
      assertThat(onNode(images.knowing(held), "docker:27", content)).isEqualTo(new Allowed());
    }

    @Test
    void everyImageIsEveryImage() {
      assertThat(onNode(listed(ResolvedImages.NONE, "*"), digest(4), content(4)))
          .isEqualTo(new Allowed());
    }

    @Test
    void withoutContentNothingIsAllowed() {
      assertThat(cli.judge(ImageIdentity.verifiedByEngine("docker:cli"), NOW))
          .isEqualTo(new Foreign());
      assertThat(cli.judge(ImageIdentity.verifiedByEngine("docker:cli@" + digest(1)), NOW))
          .isEqualTo(new Allowed());
      assertThat(cli.judge(ImageIdentity.verifiedByEngine(""), NOW)).isEqualTo(new NotListed());
    }
  }

  /** SOCK-3. */
  @Nested
  class Derived {
    private final ImageContent parent = content(7, "docker@" + digest(1));

    private ImageVerdict judge(boolean allowed, boolean localOnly, ImageContent... ancestors) {
      return new SocketImages(ImageList.parse(List.of("docker:cli")), allowed, CLI)
          .judge(new ImageIdentity.Local("mine", content(50), localOnly, List.of(ancestors)), NOW);
    }

    @Test
    void aLocalImageBuiltFromAnAllowedOneIsAllowed() {
      assertThat(judge(true, true, content(49), parent)).isEqualTo(new Allowed());
    }

    @Test
    void onlyIfThePolicySaysSo() {
      assertThat(judge(false, true, parent)).isEqualTo(new NotListed());
    }

    @Test
    void onlyLocalOnes() {
      assertThat(judge(true, false, parent)).isEqualTo(new NotListed());
    }

    @Test
    void onlyFromAnAllowedOneThatIsPresent() {
      assertThat(judge(true, true)).isEqualTo(new NotListed());
      assertThat(judge(true, true, content(49))).isEqualTo(new NotListed());
    }
  }

  /** Whatever it is called, content that no registry has under a listed tag is not let in. */
  @Test
  void noNameLetsForeignContentIn() {
    forAll(1000, names(), names(), lists())
        .holds((written, repository, list) -> {
          ImageContent foreign =
              content(66, ImageReference.parse(repository).name() + "@" + digest(67));
          ImageVerdict verdict =
              new SocketImages(ImageList.parse(list), true, CLI)
                  .judge(
                      new ImageIdentity.Local(written, foreign, true, List.of(content(68))), NOW);

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
  void whatIsNoDigestProvesNothing() {
    assertThat(ImageContent.of("sha256:abc", List.of("docker:cli", "<none>@<none>")))
        .isEqualTo(new ImageContent(Optional.empty(), List.of()));
  }
}
