// SPDX-License-Identifier: Apache-2.0
package dev.eci.reference;

import dev.eci.harness.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The main Java code of the product, as text. */
final class Sources {
  /** All modules whose code runs in a cluster or on a Docker host. */
  static final List<String> MODULES =
      List.of("crds", "policy", "registry", "operator", "admission-webhook", "runtime-node-agent");

  private Sources() {}

  /** All first groups of {@code pattern} in files of {@code module} whose path has this suffix. */
  static Set<String> find(String pattern, String module, String suffix) {
    Pattern compiled = Pattern.compile(pattern);
    try (Stream<Path> files = Files.walk(Project.ROOT.resolve(module))) {
      return files
          .filter(file -> file.toString().contains("/src/main/java/"))
          .filter(file -> file.toString().endsWith(suffix))
          .map(Sources::text)
          .flatMap(text -> compiled.matcher(text).results())
          .map((MatchResult match) -> match.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
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
