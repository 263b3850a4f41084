// SPDX-License-Identifier: Apache-2.0
package dev.eci.borders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Code, docs, chart and scripts avoid the words of {@link WordLint}. */
class WordLintTest {
  private static final Pattern CHECKED =
      Pattern.compile(
          ".*\\.(java|rs|md|mk|bash|sh|c|h|go|tpl|yaml|yml|txt|xml|toml|properties)"
              + "|(.*/)?Makefile|\\.ci/run|\\.mvn/find-jdk|mvnw|src/test/run-[a-z]+"
              + "|src/test/lab/(lab|go/pin|engine/run|host/(begin|end))|deploy/(host|images)/[a-z-]+");

  /** Samples of files that other programs wrote. */
  private static final Pattern SAMPLES = Pattern.compile(".+/src/test/resources/.*");

  /** A line that may contain such a word, and why. */
  private record Exemption(String file, String text, String reason) {}

  private static final List<Exemption> EXEMPTIONS =
      List.of(
          new Exemption("src/test/java/dev/eci/borders/WordLint", "", "the words themselves"),
          new Exemption("docs/glossary.md", "| ", "says what to write instead"),
          new Exemption("CHANGELOG.md", "", "quotes the sentences that a release replaced"),
          new Exemption(
              "docs/message-changes.md", "", "quotes the sentences that a release replaced"),
          new Exemption("src/test/lab/images/scratch.bash", "nobody:x:", "the user of uid 65534"),
          new Exemption(
              "src/test/lab/node/files/tidy-root.sh", "", "its text is a key of the lab's cache"),
          new Exemption("src/test/lab/build/", "", "the text is a key of the lab's cache"),
          new Exemption("src/test/java/", " nobody\")", "su to the user of uid 65534"));

  @Test
  void avoidsUnclearWords() throws IOException {
    List<String> violations = new ArrayList<>();
    for (Path file : checkedFiles()) {
      String name = SourceTree.name(file);
      for (WordLint.Violation violation : WordLint.check(Files.readAllLines(file))) {
        if (EXEMPTIONS.stream().noneMatch(e -> isExempt(e, name, violation.text()))) {
          violations.add("%s:%d: %s".formatted(name, violation.line(), violation.text()));
        }
      }
    }
    assertThat(violations).as("words that docs/glossary.md replaces").isEmpty();
  }

  private static List<Path> checkedFiles() {
    try (Stream<Path> files = SourceTree.files()) {
      return files
          .filter(file -> CHECKED.matcher(SourceTree.name(file)).matches())
          .filter(file -> !SAMPLES.matcher(SourceTree.name(file)).matches())
          .toList();
    }
  }

  private static boolean isExempt(Exemption exemption, String file, String text) {
    return file.startsWith(exemption.file()) && text.contains(exemption.text());
  }

  @Test
  void findsWordsInIdentifiersAndAcrossLines() {
    assertThat(
            WordLint.check(
                List.of(
                    "// as told above, and toldOf",
                    "int peoplesIds; // recommended, amended",
                    " * it was looked",
                    " * at twice; somebody's",
                    "boolean isAskedOf;")))
        .extracting(WordLint.Violation::line)
        .containsExactly(1, 2, 4, 5);
  }
}
