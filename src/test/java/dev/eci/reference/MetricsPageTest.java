// SPDX-License-Identifier: Apache-2.0
package dev.eci.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  @Test
  void listsExactlyTheMetricsOfTheCode() throws IOException {
    Set<String> code = new TreeSet<>();
    Sources.MODULES.forEach(
        module -> code.addAll(Sources.find("\"(eci_[a-z0-9_]+)\"", module, ".java")));
    assertThat(code).isNotEmpty();
    assertThat(listed()).isEqualTo(code);
  }

  private static Set<String> listed() throws IOException {
    String page = Files.readString(Project.ROOT.resolve("docs/reference/metrics.md"));
    return Pattern.compile("(?m)^\\| `(eci_[a-z0-9_]+)` \\|")
        .matcher(page)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
