// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The names in the status file are read by scripts, and by agents of other versions. */
class StatusCommandTest {
  private static final String HEALTHY =
      """
      {"version": "1.0", "pid": %d, "protection": true, "policyFile": "/etc/eci/policy.yaml",
       "policySha256": "", "policySince": "", "policies": ["protect ENFORCE"], "policyNotes": [],
       "policyProblem": "", "images": [],
       "docker": {"pid": 7, "version": "29.0.0", "config": "/etc/docker/daemon.json",
                  "socket": "/run/docker.sock", "installed": true, "problem": "", "builds": "",
                  "protectedContainers": 2, "unprotected": []},
       "socket": {"path": "/run/docker.sock", "filtered": true, "problem": "", "unfiltered": []}}
      """;

  @TempDir Path directory;
  private final StringWriter printed = new StringWriter();
  private String status;

  @BeforeEach
  void fillInPid() {
    status = HEALTHY.formatted(ProcessHandle.current().pid());
  }

  private int run(String... options) throws IOException {
    Files.writeString(directory.resolve("agent.status.json"), status);
    return execute(options);
  }

  private int execute(String... options) {
    List<String> words = new ArrayList<>(List.of("--socket", directory + "/agent.sock"));
    words.addAll(List.of(options));
    return new CommandLine(new StatusCommand())
        .setOut(new PrintWriter(printed, true))
        .execute(words.toArray(String[]::new));
  }

  @Test
  void reportsHealthyHost() throws IOException {
    assertThat(run()).isZero();
    assertThat(printed.toString())
        .contains(
            "agent       1.0, pid ",
            "protection  on",
            "policy      /etc/eci/policy.yaml [protect ENFORCE]",
            "docker      29.0.0, pid 7, runtime eci in /etc/docker/daemon.json",
            "builds      protected",
            "socket      /run/docker.sock is proxied",
            "containers  2 protected, 0 not");
  }

  @Test
  void keepsNamesInJson() throws IOException {
    assertThat(run("--json")).isZero();
    assertThat(printed.toString())
        .contains("\"filtered\" : true", "\"unfiltered\" : [ ]")
        .doesNotContain("proxied");
  }

  @Test
  void failsWhenSocketIsNotProxied() throws IOException {
    status =
        status.replace(
            "\"filtered\": true, \"problem\": \"\", \"unfiltered\": []",
            "\"filtered\": false, \"problem\": \"why\", \"unfiltered\": [\"tcp://0.0.0.0:2375\"]");
    assertThat(run()).isOne();
    assertThat(printed.toString())
        .contains("socket      NOT PROXIED: why", "NOT PROXIED: tcp://0.0.0.0:2375; ");
  }

  @Test
  void readsFileOfAgentWithoutImagesAndSocket() throws IOException {
    status =
        status.replace("\"images\": [],", "").replaceAll(",\\s*\"socket\": \\{\"path\".*}}", "}");
    assertThat(run()).isOne();
    assertThat(printed.toString()).contains("socket      NOT PROXIED\n");
  }

  @Test
  void reportsThatNoAgentRuns() {
    assertThat(execute()).isEqualTo(3);
    assertThat(printed.toString()).startsWith("No running agent found (" + directory);
  }
}
