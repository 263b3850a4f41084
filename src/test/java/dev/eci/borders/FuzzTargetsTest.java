// SPDX-License-Identifier: Apache-2.0
package dev.eci.borders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An ordinary test run reads the corpus of each fuzz target, so each has one. */
class FuzzTargetsTest {
  private static final Pattern TARGET =
      Pattern.compile("@FuzzTest\\R\\s+void (\\w+)\\(byte\\[\\] \\w+\\)");
  private static final long LARGEST_INPUT = 16 << 10;

  @Test
  void eachTargetHasSmallInputs() throws IOException {
    List<String> targets = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (Path file : sources()) {
      Path corpus =
          Path.of(
              file.toString()
                  .replace("/src/test/java/", "/src/test/resources/")
                  .replace(".java", "Inputs"));
      Matcher target = TARGET.matcher(Files.readString(file));
      while (target.find()) {
        targets.add(target.group(1));
        List<Path> inputs = inputs(corpus.resolve(target.group(1)));
        if (inputs.isEmpty()) {
          wrong.add(target.group(1) + " has no inputs in " + corpus);
        }
        for (Path input : inputs) {
          if (Files.size(input) > LARGEST_INPUT) {
            wrong.add(input + " is large");
          }
        }
      }
    }
    assertThat(targets).hasSizeGreaterThan(35);
    assertThat(wrong).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = SourceTree.files()) {
      return files.filter(file -> file.toString().endsWith("FuzzTest.java")).toList();
    }
  }

  private static List<Path> inputs(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  /** eci-runtime's are read by cargo-fuzz only. */
  @Test
  void eachTargetOfTheLauncherHasInputs() throws IOException {
    Path fuzz = Project.ROOT.resolve("runtime-node-agent/launcher/fuzz");
    try (Stream<Path> targets = Files.list(fuzz.resolve("targets"))) {
      assertThat(targets)
          .hasSizeGreaterThan(4)
          .allSatisfy(target -> {
            String name = String.valueOf(target.getFileName()).replace(".rs", "");
            assertThat(inputs(fuzz.resolve("seeds").resolve(name))).isNotEmpty();
          });
    }
  }
}
