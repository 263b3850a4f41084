// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.imagetrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.policy.image.ImageReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageGlobTest {
  @ParameterizedTest
  @CsvSource({
    "**, busybox, true",
    "busybox, docker.io/library/busybox:1.36, true",
    "busybox, registry.example/busybox, false",
    "busybox, busybox-evil, false",
    "team/*, docker.io/team/app, true",
    "team/*, registry.example/team/app, false",
    "registry.example/team/*, registry.example/team/app:v1, true",
    "registry.example/team/*, registry.example/team/app/sub, false",
    "registry.example/team/*, registry.example.evil/team/app, false",
    "registry.example/team/*, registryXexample/team/app, false",
    "registry.example/**, registry.example/team/app/sub, true",
    "registry.example/**, registry.example.evil/app, false",
    "registry.example:5000/app, registry.example:5000/app@sha256:"
        + "0000000000000000000000000000000000000000000000000000000000000000, true",
    "localhost/app, localhost/app, true",
  })
  void matchesWholeNames(String glob, String image, boolean matches) {
    assertThat(ImageGlob.parse(glob).matches(ImageReference.parse(image))).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "app:v1", "Upper/app", "a//b", "/a", "a/", "a@sha256:0", "a b", "x\n"})
  void rejectsInvalidRepositoryPatterns(String text) {
    assertThatThrownBy(() -> ImageGlob.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no pattern of repositories; write");
  }
}
