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
  private static final String[] MODULES = {
    "operator",
    "admission-webhook",
    "runtime-node-agent/support",
    "runtime-node-agent/runtime-service",
    "runtime-node-agent/socket-proxy",
    "runtime-node-agent/installer",
    "runtime-node-agent/agent"
  };

  @Test
  void listsExactlyTheMetricsOfTheCode() throws IOException {
    Set<String> code = Sources.find("\"(eci_[a-z0-9_]+)\"", MODULES);
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
