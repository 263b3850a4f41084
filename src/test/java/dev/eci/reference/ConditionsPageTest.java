package dev.eci.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.agent.inventory.UnprotectedEntry;
import dev.eci.harness.Project;
import dev.eci.operator.audit.PodEventReasons;
import dev.eci.operator.status.PolicyConditionReasons;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every reason that users can see is explained. */
class ConditionsPageTest {
  /** Modules whose code names reasons of EciNodes, of pod events and of Docker hosts. */
  private static final String[] AGENT = {
    "runtime-node-agent/installer", "runtime-node-agent/runtime-service", "runtime-node-agent/agent"
  };

  /** Words in CamelCase in these modules that are something else. */
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
          // name of an informer in the log
          "EciPolicies");

  @Test
  void explainsReasonsOfTheOperator() throws IOException {
    Set<String> page = explained();
    assertThat(constants(PolicyConditionReasons.class))
        .hasSizeGreaterThan(10)
        .allMatch(page::contains);
    assertThat(constants(PodEventReasons.class)).isNotEmpty().allMatch(page::contains);
  }

  @Test
  void explainsReasonsOfTheAgent() throws IOException {
    Set<String> code = Sources.find("\"([A-Z][a-z]+(?:[A-Z]+[a-z]+)+)\"", AGENT);
    code.removeAll(NO_REASONS);
    assertThat(code).hasSizeGreaterThan(20);
    assertThat(explained()).containsAll(code);
  }

  @Test
  void explainsWhyContainersAreUnprotected() throws IOException {
    assertThat(explained())
        .containsAll(Arrays.stream(UnprotectedEntry.Reason.values()).map(Enum::name).toList());
  }

  /** Nothing is explained that the product does not say any more. */
  @Test
  void explainsNothingElse() throws IOException {
    Set<String> code = Sources.find("\"([A-Z][A-Za-z]+)\"", AGENT);
    code.addAll(constants(PolicyConditionReasons.class));
    code.addAll(constants(PodEventReasons.class));
    Stream.of(UnprotectedEntry.Reason.values()).map(Enum::name).forEach(code::add);
    assertThat(code).containsAll(explained());
  }

  private static Set<String> constants(Class<?> reasons) {
    return Arrays.stream(reasons.getFields())
        .map(ConditionsPageTest::value)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String value(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
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
