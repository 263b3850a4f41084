// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import static dev.eci.policy.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.testing.Gen;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** SOCK-1: properties of every reference and every pattern. */
class ImagePropertiesTest {
  @Test
  void parsesItsOwnStringForm() {
    forAll(1000, references())
        .holds(image -> {
          assertThat(ImageReference.parse(image.toString())).isEqualTo(image);
          assertThat(ImageReference.parse(image.withDefaultTag().toString()))
              .isEqualTo(image.withDefaultTag());
        });
  }

  /**
   * Everything accepted is in normal form, and everything else is rejected with one exception type.
   */
  @Test
  void normalizingIsIdempotent() {
    forAll(5000, texts())
        .holds(text -> {
          parse(text)
              .ifPresent(image -> {
                assertThat(ImageReference.parse(image.toString())).isEqualTo(image);
                assertThat(image.path()).isEqualTo(image.path().toLowerCase(Locale.ROOT));
                assertThat(image.toString()).matches("[\\x21-\\x7e]+");
              });
        });
  }

  @Test
  void normalizesDockerHubSpellings() {
    forAll(1000, components())
        .holds(name -> {
          var image = ImageReference.parse("docker.io/library/" + name);

          assertThat(ImageReference.parse("docker.io/" + name)).isEqualTo(image);
          assertThat(ImageReference.parse("index.docker.io/" + name)).isEqualTo(image);
          assertThat(image.familiarName()).isEqualTo(name);
        });
  }

  @Test
  void patternsParseTheirStringForm() {
    forAll(1000, patterns())
        .holds(pattern -> {
          assertThat(ImagePattern.parse(pattern.toString())).isEqualTo(pattern);
        });
  }

  @Test
  void noPatternMatchesAnotherRepository() {
    forAll(1000, patterns(), references())
        .holds((pattern, image) -> {
          if (pattern.matches(image) && !(pattern instanceof AnyImagePattern)) {
            assertThat(pattern.toString()).startsWith(image.name());
            assertThat(pattern.toString().substring(image.name().length())).matches("[:@][^/]*");
          }
        });
  }

  @Test
  void wildcardCoversAllThatOtherPatternsOfTheNameMatch() {
    forAll(1000, patterns(), references())
        .holds((pattern, image) -> {
          if (pattern.matches(image)) {
            assertThat(new AnyTagPattern(image.name()).matches(image)).isTrue();
            assertThat(new AnyImagePattern().matches(image)).isTrue();
          }
        });
  }

  @Test
  void everyReferenceIsMatchedByItself() {
    forAll(1000, references())
        .holds(image -> {
          assertThat(ImagePattern.parse(image.toString()).matches(image)).isTrue();
          assertThat(ImagePattern.parse(image.name() + ":*").matches(image)).isTrue();
        });
  }

  /** A digest matches as a digest or not at all, whatever tag precedes it. */
  @Test
  void tagsDoNotProveDigests() {
    forAll(1000, references(), digests())
        .holds((image, digest) -> {
          var pinned =
              new ImageReference(image.domain(), image.path(), image.tag(), Optional.of(digest));

          assertThat(new TagPattern(image.name(), image.tag().orElse("latest")).matches(pinned))
              .isFalse();
          assertThat(DigestPattern.of(pinned).matches(pinned)).isTrue();
        });
  }

  private static Gen<String> components() {
    return Gen.of("a", "b", "c", "0", "1", "9").list(1, 5).map(list -> String.join("", list));
  }

  private static Gen<String> digests() {
    return Gen.of("a", "b", "0", "1").list(64, 64).map(hex -> "sha256:" + String.join("", hex));
  }

  /** Few names and tags, so that patterns and references often match. */
  private static Gen<ImageReference> references() {
    var names =
        Gen.of(
            "docker",
            "a/docker",
            "registry.example/docker",
            "localhost/docker",
            "q:80/a/b",
            "a_b.c/docker");
    var tags = Gen.of("", ":latest", ":cli", ":1.0");
    var digests = Gen.of("", "@sha256:" + "0".repeat(64), "@sha256:" + "1".repeat(64));
    return names
        .with(tags, String::concat)
        .with(digests, String::concat)
        .map(ImageReference::parse);
  }

  private static Gen<ImagePattern> patterns() {
    return Gen.oneOf(
        references().map(image -> ImagePattern.parse(image.toString())),
        references().map(image -> new AnyTagPattern(image.name())),
        Gen.of(new AnyImagePattern()));
  }

  private static Gen<String> texts() {
    var pieces =
        Gen.of(
            "a",
            "B",
            "0",
            ".",
            "_",
            "-",
            "/",
            ":",
            "@",
            "[::1]",
            "docker.io",
            "index.docker.io",
            "localhost",
            "library/",
            "latest",
            "sha256:" + "0".repeat(64),
            "\n",
            " ",
            "\u0130");
    return pieces.list(0, 7).map(list -> String.join("", list));
  }

  private static Optional<ImageReference> parse(String text) {
    try {
      return Optional.of(ImageReference.parse(text));
    } catch (InvalidImageReferenceException e) {
      return Optional.empty();
    }
  }
}
