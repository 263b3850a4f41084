// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.attack.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.harness.Command.Result;
import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.attack.Programs;
import dev.eci.system.docker.RequiresDockerHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** ISO-6: what a container reaches of the kernel with {@code kernelSurface}, and with twins. */
@RequiresDockerHost
@Order(121)
class KernelSurfaceTest {
  private static final String POLICY =
      "{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: default}, spec: {runtime: {%s}}}";

  private static final int EPERM = 1;
  private static final int ENOSYS = 38;

  /** The bpf command of the probe is none. */
  private static final int EINVAL = 22;

  /** SIGSYS, by which the kernel ends a process of another architecture than the filter's. */
  private static final int BAD_SYSTEM_CALL = 1000 + 31;

  /**
   * What every program uses, and the 32-bit system calls that libseccomp cannot deny one by one.
   */
  private static final Set<String> NEEDED =
      Set.of("af_unix", "af_inet", "af_inet6", "netlink_route", "netlink_generic", "thread");

  private static final List<List<String>> KINDS =
      List.of(
          List.of(),
          List.of("--privileged"),
          List.of("--security-opt=seccomp=unconfined", "--cap-add=ALL"));

  private static Map<String, Integer> errors(Result printed) {
    Map<String, Integer> errors = new TreeMap<>();
    for (String line : printed.orThrow().strip().split("\n")) {
      String[] words = line.split(" ");
      errors.put(words[0], Integer.parseInt(words[1]));
    }
    return errors;
  }

  private static Map<String, Integer> probe(
      Containers containers, List<String> options, String... more) {
    List<String> words = new ArrayList<>(options);
    words.add(Programs.MOUNT);
    words.addAll(List.of(more));
    return errors(containers.sh(words, Programs.DIRECTORY + "/surface"));
  }

  /** What the kernel did not refuse before it read the arguments. */
  private static Set<String> reached(Map<String, Integer> errors) {
    Set<String> reached = new TreeSet<>();
    errors.forEach((name, error) -> {
      if (error != EPERM && error != ENOSYS && error != BAD_SYSTEM_CALL) {
        reached.add(name);
      }
    });
    return reached;
  }

  private static void inForce(DockerHost host, Containers containers, String runtime, int bpf) {
    host.policy(POLICY.formatted(runtime));
    Cluster.await(
        "the policy is in force",
        Duration.ofSeconds(20),
        () -> probe(containers, List.of("--privileged")),
        errors -> errors.getOrDefault("bpf", -1) == bpf);
  }

  @Test
  @DisplayName("ISO-6: Reduced denies what is not opened by name, privileged containers included")
  void deniesWhatIsNotOpened(DockerHost host) {
    Programs.compile(host);
    String before = host.policy();
    try (Containers containers = new Containers(host, "surface")) {
      for (List<String> kind : KINDS) {
        assertThat(probe(containers, kind))
            .as("Baseline, and the twin without ECI: %s", kind)
            .isEqualTo(probe(containers, kind, "--runtime=runc"));
      }
      Set<String> privileged = reached(probe(containers, List.of("--privileged")));
      assertThat(privileged)
          .contains(
              "unshare_user",
              "clone_user",
              "clone3",
              "io_uring_setup",
              "bpf",
              "perf_event_open",
              "keyctl",
              "userfaultfd",
              "family_17",
              "family_38",
              "netlink_12",
              "ia32",
              "wide_38");
      containers.start("running", "--privileged", Programs.MOUNT);

      inForce(host, containers, "kernelSurface: Reduced", EPERM);
      for (List<String> kind : KINDS) {
        Map<String, Integer> reduced = probe(containers, kind);
        assertThat(reached(reduced)).as("Reduced: %s", kind).isEqualTo(NEEDED);
        assertThat(reduced)
            .containsEntry("clone3", ENOSYS)
            .containsEntry("unshare_user", EPERM)
            .containsEntry("clone_user", EPERM)
            .containsEntry("family_38", EPERM)
            .containsEntry("wide_38", EPERM)
            .containsEntry("netlink_12", EPERM)
            .containsEntry("ia32", BAD_SYSTEM_CALL);
      }
      assertThat(reached(errors(containers.exec("running", Programs.DIRECTORY + "/surface"))))
          .as("a container from before")
          .isEqualTo(privileged);
      containers.start("one", "--privileged", Programs.MOUNT);
      for (String option : List.of("--privileged=false", "--privileged")) {
        assertThat(
                reached(
                    errors(
                        host.docker(
                            "exec",
                            option,
                            containers.name("one"),
                            Programs.DIRECTORY + "/surface"))))
            .as("docker exec %s", option)
            .isEqualTo(NEEDED);
      }

      inForce(
          host,
          containers,
          "kernelSurface: Reduced, kernelFeatures: [bpf, io_uring, user_namespaces, af_alg, nf_tables]",
          EINVAL);
      Set<String> opened = new TreeSet<>(NEEDED);
      opened.addAll(
          List.of(
              "bpf",
              "io_uring_setup",
              "io_uring_enter",
              "io_uring_register",
              "unshare_user",
              "clone_user",
              "clone3",
              "family_38",
              "netlink_12"));
      assertThat(reached(probe(containers, List.of("--privileged")))).isEqualTo(opened);
    } finally {
      host.policy(before);
    }
  }

  @Test
  @DisplayName("ISO-3: servers, pipes, accounts and package scripts run with Reduced")
  void runsOrdinaryPrograms(DockerHost host) {
    Programs.compile(host);
    String before = host.policy();
    try (Containers containers = new Containers(host, "surface-run")) {
      inForce(host, containers, "kernelSurface: Reduced", EPERM);
      String script =
          """
          set -e
          mkdir /www && echo page > /www/index.html && httpd -p 8080 -h /www && wget -q -O- http://127.0.0.1:8080/
          adduser -D -u 1000 one && su one -c id && ping -c 1 -W 2 127.0.0.1 | grep -c ttl
          ip addr show lo | grep -c 127.0.0.1; seq 3 | xargs -P 3 -n 1 echo | sort | tr -d '\\n'; mkfifo /f; (echo x > /f &) ; cat /f
          """;
      for (List<String> kind : KINDS) {
        List<String> twin = new ArrayList<>(kind);
        twin.add("--runtime=runc");
        assertThat(containers.sh(kind, script).orThrow())
            .isEqualTo(containers.sh(twin, script).orThrow());
      }
    } finally {
      host.policy(before);
    }
  }
}
