// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Image references of pods and create bodies, and the entries of image lists. */
class ImageReferenceFuzzTest {
  @DictionaryEntries({
    "docker.io/",
    "library/",
    "localhost",
    ":5000/",
    ":latest",
    "@sha256:",
    "[::1]"
  })
  @FuzzTest
  void normalFormIsReadAsTheSameImage(byte[] sent) {
    String text = new String(sent, StandardCharsets.UTF_8);
    ImageReference image;
    try {
      image = ImageReference.parse(text);
    } catch (InvalidImageReferenceException e) {
      assertThat(ImageReference.tryParse(text)).isEmpty();
      return;
    }
    if (image.domain().isEmpty()) {
      return; // no engine pulls it, and its normal form is no other image
    }
    assertThat(ImageReference.parse(image.toString())).isEqualTo(image);
    assertThat(image.withDefaultTag().withDefaultTag()).isEqualTo(image.withDefaultTag());
  }

  /** No entry matches an image of another repository. */
  @DictionaryEntries({"docker", ":*", "*", ":cli", "@sha256:", "\\x0A", "docker.io/library/"})
  @FuzzTest
  void entryMatchesNoOtherRepository(byte[] sent) {
    String[] parts = new String(sent, StandardCharsets.UTF_8).split("\n", 2);
    if (parts.length < 2) {
      return;
    }
    ImagePattern entry;
    ImageReference image;
    try {
      entry = ImagePattern.parse(parts[0]);
      image = ImageReference.parse(parts[1]);
    } catch (InvalidImagePatternException | InvalidImageReferenceException e) {
      return;
    }
    if (!(entry instanceof AnyImagePattern) && entry.matches(image)) {
      String named =
          parts[0].endsWith(":*") ? parts[0].substring(0, parts[0].length() - 2) : parts[0];
      assertThat(ImageReference.parse(named).name()).isEqualTo(image.name());
    }
    assertThat(ImagePattern.parse(entry.toString()).matches(image)).isEqualTo(entry.matches(image));
  }
}
