// SPDX-License-Identifier: Apache-2.0
package dev.eci.borders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Users and tools recognize ECI's messages by one prefix, so each language writes it once. */
class MessagePrefixTest {
  private static final Pattern PREFIX = Pattern.compile("enhanced container isolation: ");

  @Test
  @DisplayName("main Java writes the prefix only in Messages.PREFIX")
  void javaWritesPrefixOnce() {
    assertThat(occurrences(".java", "/src/main/java/"))
        .singleElement()
        .asString()
        .endsWith("policy/src/main/java/dev/eci/policy/message/Messages.java");
  }

  @Test
  @DisplayName("main Rust writes the prefix only in error::PREFIX")
  void rustWritesPrefixOnce() {
    assertThat(occurrences(".rs", "/launcher/src/"))
        .singleElement()
        .asString()
        .endsWith("launcher/src/error.rs");
  }

  /** The file of each occurrence in main code. */
  private static List<Path> occurrences(String suffix, String directory) {
    try (Stream<Path> files = Files.walk(Project.ROOT)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(suffix))
          .filter(file -> !file.toString().endsWith("_tests.rs"))
          .filter(file -> file.toString().contains(directory))
          .flatMap(file -> PREFIX.matcher(mainCode(file)).results().map(match -> file))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A Rust file ends with its unit tests, or names a file _tests.rs that holds them. */
  private static String mainCode(Path file) {
    try {
      String code = Files.readString(file, UTF_8);
      int tests = code.indexOf("#[cfg(test)]\nmod ");
      return tests < 0 ? code : code.substring(0, tests);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
