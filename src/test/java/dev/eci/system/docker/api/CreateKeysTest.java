// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.eci.harness.Command;
import dev.eci.harness.Command.Result;
import dev.eci.harness.Lab;
import dev.eci.policy.docker.create.AllowedFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The keys that create rules know, against the Go types of the engine that the lab builds. */
@Tag("docker")
@Order(131)
class CreateKeysTest {
  /** The path of the API module that the lab's engine requires; empty without Go. */
  private static final String FIND =
      """
      m=$(go env GOMODCACHE)/github.com/moby/moby
      v=$(sed -n 's,^\\tgithub.com/moby/moby/api \\(v[^ ]*\\).*,\\1,p' "$(ls -d "$m"/v2@* | sort -V | tail -n1)/go.mod")
      ls -d "$m/api@$v/types"
      """;

  /** The newest version of the OCI runtime specification that the lab's programs need. */
  private static final String FIND_SPECS =
      """
      d=$(ls -d "$(go env GOMODCACHE)"/github.com/opencontainers/runtime-spec@* | sort -V | tail -n1)/specs-go
      ls -d "$d"
      """;

  private static final Pattern FIELD =
      Pattern.compile("^\\s([A-Z]\\w*)\\s+[^\\s/][^`]*(?:`[^`]*json:\"([^\",]*)[^`]*`)?.*$");

  private static Path types = Path.of("/");

  @BeforeAll
  static void findTypes() {
    Lab.up();
    Result found = Command.of(Lab.environment(), "bash", "-c", FIND).run();
    assumeThat(found.isSuccess()).as("the lab built the engine").isTrue();
    types = Path.of(found.out().strip());
  }

  static Stream<Map.Entry<String, Set<String>>> knownKeys() {
    return AllowedFields.byGoType().entrySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("knownKeys")
  @DisplayName("every field of the engine's type is known, and no other")
  void knowsEveryFieldOfEngineTypes(Map.Entry<String, Set<String>> known) throws IOException {
    int dot = known.getKey().indexOf('.');
    assertThat(known.getValue())
        .as("keys of " + known.getKey() + " that a rule reads, or that need none")
        .containsExactlyInAnyOrderElementsOf(
            fields(known.getKey().substring(0, dot), known.getKey().substring(dot + 1)));
  }

  /**
   * Parts of a config.json that pass through the agent. Each was reviewed: a rule or a transform
   * covers it, or only engines and admins of the node can set it.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "Spec, ociVersion process root hostname domainname mounts hooks annotations linux solaris windows vm zos freebsd",
    "Linux, uidMappings gidMappings sysctl resources cgroupsPath namespaces devices netDevices seccomp rootfsPropagation maskedPaths readonlyPaths mountLabel intelRdt memoryPolicy personality timeOffsets",
    "LinuxSeccomp, defaultAction defaultErrnoRet architectures flags listenerPath listenerMetadata syscalls",
  })
  @DisplayName("every part of a config.json was reviewed")
  void knowsEveryPartOfConfig(String type, String reviewed) throws IOException {
    Result specs = Command.of(Lab.environment(), "bash", "-c", FIND_SPECS).run();
    assumeThat(specs.isSuccess()).as("the lab built the engine").isTrue();
    assertThat(Set.of(reviewed.split(" ")))
        .containsExactlyInAnyOrderElementsOf(fields(Path.of(specs.out().strip()), type));
  }

  private static Set<String> fields(String directory, String type) throws IOException {
    return fields(types.resolve(directory), type);
  }

  private static Set<String> fields(Path directory, String type) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".go")).sorted().toList()) {
        List<String> lines = Files.readAllLines(file);
        int start = lines.indexOf("type " + type + " struct {");
        if (start >= 0) {
          return fields(lines.subList(start + 1, lines.size()));
        }
      }
    }
    throw new AssertionError("no type " + type + " in " + directory);
  }

  private static Set<String> fields(List<String> lines) {
    Set<String> fields = new TreeSet<>();
    for (String line : lines.subList(0, lines.indexOf("}"))) {
      Matcher field = FIELD.matcher(line);
      if (field.matches()) {
        String tag = field.group(2);
        fields.add(tag == null || tag.isEmpty() ? field.group(1) : tag);
      }
    }
    return fields;
  }
}
