// SPDX-License-Identifier: Apache-2.0
package dev.eci.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.agent.inventory.UnprotectedEntry;
import dev.eci.harness.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every reason that users can see is explained. */
class ConditionsPageTest {
  private static final String WORD = "\"([A-Z][A-Za-z]+)\"";
  private static final String CAMEL_CASE = "\"([A-Z][a-z]+(?:[A-Z]+[a-z]+)+)\"";

  /** Modules that also name reasons outside of a class of constants. */
  private static final List<String> AGENT =
      List.of(
          "runtime-node-agent/installer",
          "runtime-node-agent/runtime-service",
          "runtime-node-agent/agent");

  /** Other words in CamelCase in these modules. */
  private static final Set<String> NO_REASONS =
      Set.of(
          // containerd's configuration
          "BinaryName",
          // action of an Event
          "CreateContainer",
          // types of conditions
          "DockerSocket",
          // a field of Docker's API
          "HostConfig",
          // a field of a volume's opts.json
          "MountDevice",
          // name of an informer in the log
          "EciPolicies",
          // effect of a taint
          "NoSchedule");

  @Test
  void explainsEveryConstant() throws IOException {
    assertThat(constants()).contains("RuntimeClassConflict", "RunsUnprotected");
    assertThat(explained()).containsAll(constants());
  }

  @Test
  void explainsReasonsOfTheAgent() throws IOException {
    Set<String> code = ofAgent(CAMEL_CASE);
    code.removeAll(NO_REASONS);
    assertThat(code).hasSizeGreaterThan(10);
    assertThat(explained()).containsAll(code);
  }

  @Test
  void explainsWhyContainersAreUnprotected() throws IOException {
    assertThat(explained()).containsAll(unprotected());
  }

  /** Reasons that the product no longer reports must leave the page. */
  @Test
  void explainsNothingElse() throws IOException {
    Set<String> code = ofAgent(WORD);
    code.addAll(constants());
    code.addAll(unprotected());
    assertThat(code).containsAll(explained());
  }

  /** The values of all classes of constants, such as PolicyConditionReasons. */
  private static Set<String> constants() {
    Set<String> values = new TreeSet<>();
    Sources.MODULES.forEach(module -> values.addAll(Sources.find(WORD, module, "Reasons.java")));
    return values;
  }

  private static Set<String> ofAgent(String pattern) {
    Set<String> words = new TreeSet<>();
    AGENT.forEach(module -> words.addAll(Sources.find(pattern, module, ".java")));
    return words;
  }

  private static List<String> unprotected() {
    return Arrays.stream(UnprotectedEntry.Reason.values()).map(Enum::name).toList();
  }

  /** The reasons in the first column of the page's tables. */
  private static Set<String> explained() throws IOException {
    String page = Files.readString(Project.ROOT.resolve("docs/reference/conditions.md"));
    return Pattern.compile("(?m)^\\| `([A-Za-z]+)` \\|")
        .matcher(page)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
