// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import static dev.eci.policy.image.ImageReferenceTest.DIGEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SOCK-1: the forms of an entry, and which references each matches. */
class ImagePatternTest {
  private static final String OTHER = "sha256:" + "b2".repeat(32);

  @ParameterizedTest
  @CsvSource({
    // no tag means latest, on both sides
    "docker, docker, true",
    "docker, docker:latest, true",
    "docker:latest, docker, true",
    "docker, docker:cli, false",
    "docker:cli, docker:cli, true",
    "docker:cli, docker, false",
    "docker:cli, docker:CLI, false",
    // one name, many spellings
    "docker:cli, docker.io/library/docker:cli, true",
    "docker:cli, index.docker.io/docker:cli, true",
    "docker.io/docker:cli, library/docker:cli, true",
    // another repository
    "docker:cli, registry.example/library/docker:cli, false",
    "docker:cli, evil/docker:cli, false",
    "docker:cli, localhost/docker:cli, false",
    "docker:cli, localhost/library/docker:cli, false",
    "docker:cli, docker.io.evil.com/library/docker:cli, false",
    "docker:cli, index.docker.io:443/library/docker:cli, false",
    // the digest decides what runs, not the tag next to it
    "docker:cli, docker:cli@D, false",
    "docker:latest, docker@D, false",
    "docker:*, docker, true",
    "docker:*, docker:27-cli, true",
    "docker:*, docker@D, true",
    "docker:*, docker:cli@D, true",
    "docker:*, docker-evil:cli, false",
    "docker:*, docker/evil:cli, false",
    "docker:*, evil/docker:cli, false",
    "localhost:5000/x:*, localhost:5000/x:1, true",
    "localhost:5000/x:*, localhost:5001/x:1, false",
    "docker@D, docker@D, true",
    "docker@D, docker:cli@D, true",
    "docker@D, docker@O, false",
    "docker@D, docker:cli, false",
    "docker@D, evil/docker@D, false",
    // the tag of a pinned entry is dropped
    "docker:cli@D, docker@D, true",
    "docker:cli@D, docker:dind@D, true",
    "docker:cli@D, docker:cli, false",
    "docker:cli@D, docker:cli@O, false",
    "*, docker:cli, true",
    "*, registry.example/evil/x@D, true",
  })
  void matchesImagesOfPattern(String pattern, String image, boolean expected) {
    assertThat(ImagePattern.parse(fill(pattern)).matches(ImageReference.parse(fill(image))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "*, *",
    "docker, docker.io/library/docker:latest",
    "docker:*, docker.io/library/docker:*",
    "docker.io/localstack/localstack:*, docker.io/localstack/localstack:*",
    "localhost:*, docker.io/library/localhost:*",
    "docker:cli@D, docker.io/library/docker@D",
  })
  void printsFullName(String written, String full) {
    assertThat(ImagePattern.parse(fill(written))).hasToString(fill(full));
  }

  @ParameterizedTest
  @ValueSource(strings = {"**", "*:*", "docker*", "docker:2*", "*/docker", "a/*/b:1", "docker:*x"})
  void rejectsMisplacedWildcards(String written) {
    assertThatExceptionOfType(InvalidImagePatternException.class)
        .isThrownBy(() -> ImagePattern.parse(written))
        .withMessageContaining("wrong place")
        .withMessageContaining("\"name:*\"");
  }

  @Test
  void rejectsTagOrDigestBeforeWildcard() {
    assertThatExceptionOfType(InvalidImagePatternException.class)
        .isThrownBy(() -> ImagePattern.parse("docker:cli:*"))
        .withMessageContaining("before \":*\"");
    assertThatExceptionOfType(InvalidImagePatternException.class)
        .isThrownBy(() -> ImagePattern.parse("docker@" + DIGEST + ":*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ":*", "Docker", "docker\n", "docker ", "docker:", " *"})
  void rejectsInvalidReferences(String written) {
    assertThatExceptionOfType(InvalidImagePatternException.class)
        .isThrownBy(() -> ImagePattern.parse(written));
  }

  private static String fill(String text) {
    return text.replace("@D", "@" + DIGEST).replace("@O", "@" + OTHER);
  }
}
