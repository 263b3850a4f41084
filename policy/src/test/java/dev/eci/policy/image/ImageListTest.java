// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

/** SOCK-1: {@code imageList.images}. */
class ImageListTest {
  @Test
  void allowsImagesOfTheManual() {
    var list =
        ImageList.parse(
            List.of(
                "docker.io/localstack/localstack:*",
                "docker.io/testcontainers/ryuk:*",
                "docker:cli"));

    assertThat(List.of("localstack/localstack", "testcontainers/ryuk:0.11.0", "docker:cli"))
        .allMatch(image -> allows(list, image));
    assertThat(List.of("docker", "docker:dind", "alpine", "testcontainers/sshd:1"))
        .noneMatch(image -> allows(list, image));
  }

  @Test
  void allowsNothingWhenEmpty() {
    assertThat(allows(ImageList.parse(List.of()), "docker:cli")).isFalse();
  }

  @Test
  void namesInvalidEntry() {
    refused("docker:cli", "alpine", "Alpine")
        .withMessageStartingWith("images[2]: image \"Alpine\"");
    refused("docker:c*").withMessageStartingWith("images[0]: \"docker:c*\" has a '*'");
  }

  @Test
  void acceptsWildcardOnlyAlone() {
    assertThat(allows(ImageList.parse(List.of("*")), "evil/x")).isTrue();
    refused("docker:cli", "*").withMessageContaining("must be the only entry");
    refused("*", "*").withMessageContaining("must be the only entry");
  }

  private static ThrowableAssertAlternative<InvalidImagePatternException> refused(
      String... images) {
    return assertThatExceptionOfType(InvalidImagePatternException.class)
        .isThrownBy(() -> ImageList.parse(List.of(images)));
  }

  private static boolean allows(ImageList list, String image) {
    return list.patterns().stream().anyMatch(entry -> entry.matches(ImageReference.parse(image)));
  }
}
