package dev.eci.reference;

import dev.eci.harness.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The main Java code of the product, as text. */
final class Sources {
  private Sources() {}

  /** All first groups of {@code pattern} in the main code of these modules. */
  static Set<String> find(String pattern, String... modules) {
    Pattern compiled = Pattern.compile(pattern);
    return Arrays.stream(modules)
        .flatMap(Sources::texts)
        .flatMap(text -> compiled.matcher(text).results())
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> texts(String module) {
    try (Stream<Path> files = Files.walk(Project.ROOT.resolve(module).resolve("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Sources::text)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
