package dev.eci.policy.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** SOCK-1: what holds for every reference and every pattern. */
class ImagePropertiesTest {
  @Property
  void parsesItsOwnStringForm(@ForAll("references") ImageReference image) {
    assertThat(ImageReference.parse(image.toString())).isEqualTo(image);
    assertThat(ImageReference.parse(image.withDefaultTag().toString()))
        .isEqualTo(image.withDefaultTag());
  }

  /** Whatever is accepted is in normal form, whatever is not is refused in one way only. */
  @Property(tries = 5000)
  void normalizingIsIdempotent(@ForAll("texts") String text) {
    parse(text)
        .ifPresent(image -> {
          assertThat(ImageReference.parse(image.toString())).isEqualTo(image);
          assertThat(image.path()).isEqualTo(image.path().toLowerCase(Locale.ROOT));
          assertThat(image.toString()).matches("[\\x21-\\x7e]+");
        });
  }

  @Property
  void hubHasThreeSpellings(@ForAll("components") String name) {
    var image = ImageReference.parse("docker.io/library/" + name);

    assertThat(ImageReference.parse("docker.io/" + name)).isEqualTo(image);
    assertThat(ImageReference.parse("index.docker.io/" + name)).isEqualTo(image);
    assertThat(image.familiarName()).isEqualTo(name);
  }

  @Property
  void everyPatternWritesItselfReadably(@ForAll("patterns") ImagePattern pattern) {
    assertThat(ImagePattern.parse(pattern.toString())).isEqualTo(pattern);
  }

  @Property
  void noPatternMatchesAnotherRepository(
      @ForAll("patterns") ImagePattern pattern, @ForAll("references") ImageReference image) {
    if (pattern.matches(image) && !(pattern instanceof AnyImagePattern)) {
      assertThat(pattern.toString()).startsWith(image.name());
      assertThat(pattern.toString().substring(image.name().length())).matches("[:@][^/]*");
    }
  }

  @Property
  void wildcardCoversAllThatOtherPatternsOfTheNameMatch(
      @ForAll("patterns") ImagePattern pattern, @ForAll("references") ImageReference image) {
    if (pattern.matches(image)) {
      assertThat(new AnyTagPattern(image.name()).matches(image)).isTrue();
      assertThat(new AnyImagePattern().matches(image)).isTrue();
    }
  }

  @Property
  void everyReferenceIsMatchedByItself(@ForAll("references") ImageReference image) {
    assertThat(ImagePattern.parse(image.toString()).matches(image)).isTrue();
    assertThat(ImagePattern.parse(image.name() + ":*").matches(image)).isTrue();
  }

  /** Whatever tag stands before it, a digest is matched as a digest or not at all. */
  @Property
  void tagsDoNotVouchForDigests(
      @ForAll("references") ImageReference image, @ForAll("digests") String digest) {
    var pinned = new ImageReference(image.domain(), image.path(), image.tag(), Optional.of(digest));

    assertThat(new TagPattern(image.name(), image.tag().orElse("latest")).matches(pinned))
        .isFalse();
    assertThat(DigestPattern.of(pinned).matches(pinned)).isTrue();
  }

  @Provide
  Arbitrary<String> components() {
    return Arbitraries.strings().withChars("abc019").ofMinLength(1).ofMaxLength(5);
  }

  @Provide
  Arbitrary<String> digests() {
    return Arbitraries.strings().withChars("ab01").ofLength(64).map(hex -> "sha256:" + hex);
  }

  /** Few names and tags, so that patterns and references meet. */
  @Provide
  Arbitrary<ImageReference> references() {
    var names =
        Arbitraries.of(
            "docker",
            "a/docker",
            "registry.example/docker",
            "localhost/docker",
            "q:80/a/b",
            "a_b.c/docker");
    var tags = Arbitraries.of("", ":latest", ":cli", ":1.0");
    var digests = Arbitraries.of("", "@sha256:" + "0".repeat(64), "@sha256:" + "1".repeat(64));
    return Combinators.combine(names, tags, digests)
        .as((name, tag, digest) -> ImageReference.parse(name + tag + digest));
  }

  @Provide
  Arbitrary<ImagePattern> patterns() {
    return Arbitraries.oneOf(
        references().map(image -> ImagePattern.parse(image.toString())),
        references().map(image -> new AnyTagPattern(image.name())),
        Arbitraries.just(new AnyImagePattern()));
  }

  @Provide
  Arbitrary<String> texts() {
    var pieces =
        Arbitraries.of(
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
    return pieces.list().ofMaxSize(7).map(list -> String.join("", list));
  }

  private static Optional<ImageReference> parse(String text) {
    try {
      return Optional.of(ImageReference.parse(text));
    } catch (InvalidImageReferenceException e) {
      return Optional.empty();
    }
  }
}
