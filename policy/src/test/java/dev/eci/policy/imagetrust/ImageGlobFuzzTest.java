// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.imagetrust;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.eci.policy.image.ImageReference;
import java.nio.charset.StandardCharsets;

/** Globs of policies, against image names of pods. */
class ImageGlobFuzzTest {
  @DictionaryEntries({"**", "*", "/", "registry.example", "docker.io", "\\x0A", ":5000"})
  @FuzzTest
  void matchesWholeNamesOnly(byte[] sent) {
    String[] parts = new String(sent, StandardCharsets.UTF_8).split("\n", 2);
    ImageGlob glob;
    try {
      glob = ImageGlob.parse(parts[0]);
    } catch (IllegalArgumentException e) {
      return;
    }
    if (parts.length < 2 || parts[0].length() > 256) {
      return;
    }
    ImageReference.tryParse(parts[1])
        .filter(glob::matches)
        .ifPresent(image -> {
          if (!glob.text().contains("*")) {
            assertThat(image.name()).isEqualTo(glob.text());
          } else if (!glob.text().startsWith("*")) {
            String fixed = glob.text().substring(0, glob.text().indexOf('*'));
            assertThat(image.name()).startsWith(fixed);
          }
        });
  }
}
