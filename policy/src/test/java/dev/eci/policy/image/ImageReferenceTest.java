// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SOCK-1: cases that the published vectors do not cover. */
class ImageReferenceTest {
  static final String DIGEST = "sha256:" + "a1".repeat(32);

  @ParameterizedTest
  @CsvSource({
    "docker:cli, docker.io/library/docker:cli",
    "docker.io/nginx, docker.io/library/nginx",
    "index.docker.io/nginx, docker.io/library/nginx",
    "index.docker.io/a/b, docker.io/a/b",
    "localhost, docker.io/library/localhost",
    "localhost/x, localhost/x",
    "localhost:5000, docker.io/library/localhost:5000",
    "localhost:5000/x, localhost:5000/x",
    "[::1]:5000/x:y, [::1]:5000/x:y",
    "a__b, docker.io/library/a__b",
    "a--b/c.d, docker.io/a--b/c.d",
    "foo_bar.com/x, foo_bar.com/x",
    "DOCKER.IO/x, DOCKER.IO/x",
    "index.docker.io:443/x, index.docker.io:443/x",
  })
  void normalizesReferences(String written, String normal) {
    assertThat(ImageReference.parse(written)).hasToString(normal);
  }

  @Test
  void keepsTagAndDigest() {
    var image = ImageReference.parse("docker:cli@" + DIGEST);

    assertThat(image)
        .isEqualTo(
            new ImageReference(
                "docker.io", "library/docker", Optional.of("cli"), Optional.of(DIGEST)))
        .hasToString("docker.io/library/docker:cli@" + DIGEST);
    assertThat(image.withDefaultTag()).isEqualTo(image);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "docker|docker",
        "docker.io/library/a/b|library/a/b",
        "docker.io/localhost/app|localhost/app",
        "registry.example/library/docker|registry.example/library/docker",
      })
  void shortensFamiliarName(String written, String familiar) {
    assertThat(ImageReference.parse(written).familiarName()).isEqualTo(familiar);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|it is empty",
        "Docker|must be lower case",
        "docker/Docker:cli|\"docker/Docker\"",
        "docker//x|between components",
        "https://github.com/docker/docker|the repository name",
        "docker:|the tag \"\" must be of 1 to 128",
        "docker:-x|the tag \"-x\"",
        "docker:a:b|the tag \"a:b\"",
        "docker@|the digest \"\"",
        "docker@sha256:abc|must be sha256:",
        "docker@sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709|must be sha256:",
        "docker@@x|the digest",
        "' docker'|the repository name",
        "'docker '|the repository name",
      })
  void reportsReasonOfInvalidReference(String written, String reason) {
    refused(written).withMessageContaining(reason);
  }

  @Test
  void rejectsControlAndCaseFoldingCharacters() {
    for (String tail : List.of("\n", "\r\n", "\r", "\u2028", "\u0085", "\0", "\t")) {
      refused("nginx" + tail);
      refused("nginx:1" + tail);
      refused("nginx@" + DIGEST + tail);
      refused("registry.example" + tail + "/nginx");
    }
    refused("nginx\n").withMessageContaining("\"nginx\\n\"");
    // letters that fold to ASCII: KELVIN SIGN, LONG S, dotted capital I
    refused("doc\u212Aer");
    refused("nginx:\u017F");
    refused("n\u0130nx");
  }

  @Test
  void rejectsUpperCaseDigestsAndImageIds() {
    refused("docker@" + DIGEST.toUpperCase(Locale.ROOT));
    refused("docker@sha256:" + "A1".repeat(32));
    refused("a1".repeat(32)).withMessageContaining("image id");
    assertThat(ImageReference.parse("docker.io/" + "a1".repeat(32)).path()).hasSize(72);
  }

  @Test
  void limitsLengthsOfPathTagAndMessage() {
    assertThat(ImageReference.parse("q.io/" + "a".repeat(255)).path()).hasSize(255);
    refused("q.io/" + "a".repeat(256)).withMessageContaining("255");
    assertThat(ImageReference.parse("q.io/a:" + "t".repeat(128)).tag()).isPresent();
    refused("q.io/a:" + "t".repeat(129)).withMessageContaining("1 to 128");
    var error = refused("a.".repeat(600) + "io/x").withMessageContaining("1024").actual();
    assertThat(error.getMessage()).hasSizeLessThan(400);
  }

  @Test
  void isLinearInTheLongestInputs() {
    String end = "!/x";
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          for (String piece : List.of("a", "a-", "-", "a.", "a_", "a__", "a/", "1:", "[", "A")) {
            String full = piece.repeat((ImageReference.LENGTH_MAX - 3) / piece.length());
            for (int i = 0; i < 200; i++) {
              refused(full + end);
              refused("q.io/" + full.substring(0, 240) + "!");
            }
          }
        });
  }

  @Test
  void constructorRequiresNormalForm() {
    assertThatExceptionOfType(InvalidImageReferenceException.class)
        .isThrownBy(() -> reference("docker.io", "nginx"))
        .withMessageContaining("normal form");
    assertThatExceptionOfType(InvalidImageReferenceException.class)
        .isThrownBy(() -> reference("index.docker.io", "library/nginx"));
    assertThatExceptionOfType(InvalidImageReferenceException.class)
        .isThrownBy(() -> reference("nouser", "nginx"));
    assertThatExceptionOfType(InvalidImageReferenceException.class)
        .isThrownBy(() -> reference("", "library/nginx"));
    assertThat(reference("", "foo_bar.com/x").name()).isEqualTo("foo_bar.com/x");
  }

  private static ImageReference reference(String domain, String path) {
    return new ImageReference(domain, path, Optional.empty(), Optional.empty());
  }

  private static ThrowableAssertAlternative<InvalidImageReferenceException> refused(String text) {
    return assertThatExceptionOfType(InvalidImageReferenceException.class)
        .isThrownBy(() -> ImageReference.parse(text));
  }
}
