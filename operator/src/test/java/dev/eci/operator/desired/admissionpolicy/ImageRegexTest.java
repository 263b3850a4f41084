// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The expressions match as the module policy does, for each pattern and each spelling of many
 * images.
 */
class ImageRegexTest {
  private static final String DIGEST = "@sha256:" + "a".repeat(64);
  private static final List<String> NAMES =
      List.of(
          "docker",
          "library/docker",
          "docker.io/docker",
          "docker.io/library/docker",
          "index.docker.io/docker",
          "index.docker.io/library/docker",
          "library/docker/x",
          "Docker.io/docker",
          "docker.io/localhost/app",
          "localhost/app",
          "a.b/app",
          "docker.io/a.b/app",
          "docker.io/a/app",
          "a/app",
          "a/appx",
          "axb/app",
          "registry.example:5000/x/docker",
          "registry.example/x/docker",
          "registryxexample/x/docker");
  private static final List<String> TAILS =
      List.of("", ":latest", ":cli", ":clix", ":x.y", ":cli" + DIGEST, DIGEST, "@sha256:00");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "docker",
        "docker:*",
        "docker:cli",
        "docker:x.y",
        "a.b/app:*",
        "docker.io/a.b/app:*",
        "docker.io/localhost/app",
        "a/app:cli",
        "registry.example:5000/x/docker:*",
        "registry.example/x/docker",
        "docker@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void agreesWithImagePattern(String written) {
    ImagePattern pattern = ImagePattern.parse(written);
    List<String> differ = new ArrayList<>();
    for (String name : NAMES) {
      for (String tail : TAILS) {
        String image = name + tail;
        var reference = ImageReference.tryParse(image);
        if (reference.isEmpty()) {
          continue;
        }
        boolean matches = pattern.matches(reference.get());
        if (find(ImageRegex.exactly(pattern), image) != matches) {
          differ.add(image);
        }
        if (matches && !find(ImageRegex.withAnyDigest(pattern), image)) {
          differ.add("with any digest: " + image);
        }
      }
    }
    assertThat(differ).isEmpty();
  }

  private static boolean find(String regex, String image) {
    return Pattern.compile(regex).matcher(image).find();
  }
}
