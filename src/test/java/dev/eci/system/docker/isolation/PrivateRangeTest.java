// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.docker.RequiresDockerHost;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a container is run, its root is no user of the node, and no other container's root. */
@RequiresDockerHost
@Order(100)
class PrivateRangeTest {
  private static final String MAP = "cat /proc/self/uid_map; cat /proc/self/gid_map";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--privileged",
        "-u 1000",
        "-u 1000:2000",
        "--read-only",
        "--init",
        "-t",
        "--cap-add=ALL --security-opt=seccomp=unconfined",
        "--user=0 --cgroupns=private --userns="
      })
  @DisplayName("ISO-1, ISO-2: uid_map shows 0 <base> 65536")
  void mapsEveryKindOfRunToRange(String options, DockerHost host) {
    List<String> words = options.isEmpty() ? List.of() : List.of(options.split(" "));
    try (Containers containers = new Containers(host, "kind")) {
      String[] lines = containers.sh(words, MAP).orThrow().split("\\R");
      assertThat(lines).hasSize(2);
      assertThat(lines[0].strip().replaceAll("\\s+", " ")).matches(Containers.PROTECTED);
      assertThat(lines[1].strip()).isEqualTo(lines[0].strip());
    }
  }

  @Test
  @DisplayName(
      "ISO-2: a different base for each new container, the same base for what is executed in it")
  void givesEachContainerItsBase(DockerHost host) {
    try (Containers containers = new Containers(host, "bases")) {
      Set<Long> bases = new TreeSet<>();
      for (String name : new String[] {"a", "b", "c"}) {
        containers.start(name);
        assertThat(containers.uidMap(name)).matches(Containers.PROTECTED);
        long base = containers.base(name);
        assertThat(
                host.docker("exec", "--privileged", containers.name(name), "cat", "/proc/1/uid_map")
                    .orThrow()
                    .strip()
                    .split("\\s+")[1])
            .isEqualTo(Long.toString(base));
        assertThat(host.exec("stat", "-c", "%u %g", "/proc/" + containers.pid(name)).orThrow())
            .isEqualTo(base + " " + base);
        bases.add(base);
      }
      assertThat(bases).hasSize(3);
      List<Long> sorted = List.copyOf(bases);
      for (int i = 1; i < sorted.size(); i++) {
        assertThat(sorted.get(i) - sorted.get(i - 1)).isGreaterThanOrEqualTo(65536);
      }
    }
  }

  @Test
  @DisplayName("ISO-7: docker inspect names the runtime")
  void showsRuntimeInInspect(DockerHost host) {
    try (Containers containers = new Containers(host, "visible")) {
      containers.start("one");
      assertThat(containers.inspect("one", "{{.HostConfig.Runtime}}")).isEqualTo("eci");
      assertThat(host.docker("info", "--format", "{{json .Runtimes}}").orThrow())
          .contains("\"eci\"");
    }
  }

  @Test
  @DisplayName("ISO-4, ISO-9: a privileged container keeps all capabilities, within its namespace")
  void keepsCapabilities(DockerHost host) {
    try (Containers containers = new Containers(host, "caps")) {
      String status = "grep -E '^(CapEff|CapBnd|Seccomp|NoNewPrivs)' /proc/self/status";
      for (List<String> options :
          List.of(List.<String>of(), List.of("--privileged"), List.of("--cap-drop=ALL"))) {
        List<String> asWithoutUs = new java.util.ArrayList<>(options);
        asWithoutUs.add("--runtime=runc");
        assertThat(containers.sh(options, status).orThrow())
            .isEqualTo(containers.sh(asWithoutUs, status).orThrow());
      }
    }
  }
}
