// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The chart as tools render it that know no Helm hooks: the hooks are ordinary objects. The library
 * leaves hooks out, so they are rendered from a copy whose annotations have another name.
 */
public final class ChartWithoutHooks {
  private ChartWithoutHooks() {}

  public static String render(String namespace, Map<String, Object> values) {
    Path copy = copy();
    try {
      TemplateCommand template =
          new Helm(copy)
              .template()
              .withName("eci")
              .withNamespace(namespace)
              .withKubeVersion("1.34.0");
      values.forEach(template::set);
      return template.call();
    } finally {
      delete(copy);
    }
  }

  private static Path copy() {
    try {
      Path copy = Files.createTempDirectory("chart");
      for (Path file : files(Project.CHART)) {
        Path target = copy.resolve(Project.CHART.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.writeString(target, Files.readString(file).replace("helm.sh/hook", "unknown/hook"));
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> found = Files.walk(directory)) {
      for (Path path : found.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
