// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SOCK-1: references are parsed as the reference implementation parses them, over all its vectors.
 */
class ReferenceVectorsTest {
  record Vector(String table, String input, List<String> expected) {
    @Override
    public String toString() {
      return table + " " + (input.length() > 80 ? input.substring(0, 80) + "…" : input);
    }
  }

  static Stream<Vector> valid() throws IOException {
    return vectors().filter(v -> v.expected.getFirst().equals("valid"));
  }

  static Stream<Vector> invalid() throws IOException {
    return vectors().filter(v -> v.expected.getFirst().equals("invalid"));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void readsValidVectors(Vector vector) {
    var image = ImageReference.parse(vector.input);

    assertThat(vector.expected)
        .containsExactly(
            "valid",
            image.domain(),
            image.path(),
            image.tag().orElse(""),
            image.digest().orElse(""),
            image.name(),
            image.familiarName(),
            image.withDefaultTag().toString());
    assertThat(ImageReference.parse(image.toString())).isEqualTo(image);
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void rejectsInvalidVectors(Vector vector) {
    assertThatExceptionOfType(InvalidImageReferenceException.class)
        .isThrownBy(() -> ImageReference.parse(vector.input))
        .withMessageStartingWith("image \"");
  }

  private static Stream<Vector> vectors() throws IOException {
    try (InputStream in = ReferenceVectorsTest.class.getResourceAsStream("reference-vectors.tsv")) {
      var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).map(ReferenceVectorsTest::vector);
    }
  }

  private static Vector vector(String line) {
    List<String> fields = List.of(line.split("\t", -1));
    return new Vector(fields.get(0), fields.get(1), fields.subList(2, fields.size()));
  }
}
