// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Command.Result;
import dev.eci.harness.docker.DockerHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The integration tests that docker-py's source distribution brings, on both hosts. What passes on
 * the bare engine passes on ours; denied.txt names the others, each with its reason. What needs a
 * registry, swarm or a plugin passes on neither.
 */
final class DockerPySuite {
  private static final Path FILES = GalleryRow.ROOT.resolve("docker-py-suite");
  private static final Pattern PASSED = Pattern.compile("(?m)^X?PASS(?:ED)? (\\S+)");
  private static final Pattern DENIED = Pattern.compile("(?m)^(tests/\\S+) +(\\S.*)$");
  private static final Duration LIMIT = Duration.ofMinutes(20);
  // of 7.0.0, on an engine without a network
  private static final int PASSES_ON_TWIN = 200;

  private DockerPySuite() {}

  static boolean isSelected() {
    return Stream.of(GalleryRow.SELECTION.split(","))
        .anyMatch(Set.of("all", "docker-py-suite")::contains);
  }

  static void compare(GalleryHosts hosts, List<String> environment) {
    CompletableFuture<Set<String>> theirs =
        CompletableFuture.supplyAsync(() -> passed(hosts.twin(), environment, List.of()));
    Set<String> onOurs = passed(hosts.ours(), environment, List.of());
    Set<String> onTwin = theirs.join();
    assertThat(onTwin).as("what passes on the bare engine").hasSizeGreaterThan(PASSES_ON_TWIN);
    Map<String, String> denied = denied();
    Set<String> fails = new TreeSet<>(onTwin);
    fails.removeAll(onOurs);
    Set<String> unexpected = new TreeSet<>(fails);
    unexpected.removeAll(denied.keySet());
    if (!unexpected.isEmpty()) {
      // alone: the suite has races of its own, on a busy machine on the bare engine, too
      List<String> alone = List.copyOf(unexpected);
      unexpected.retainAll(passed(hosts.twin(), environment, alone));
      unexpected.removeAll(passed(hosts.ours(), environment, alone));
    }
    assertThat(unexpected).as("passes on the bare engine, fails on ours").isEmpty();
    assertThat(fails).as("denied.txt names what passes meanwhile").containsAll(denied.keySet());
  }

  private static Map<String, String> denied() {
    return DENIED
        .matcher(GalleryRow.read(FILES.resolve("denied.txt")))
        .results()
        .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2)));
  }

  private static Set<String> passed(DockerHost host, List<String> environment, List<String> only) {
    String[] words =
        Stream.of(
                Stream.of("env"),
                environment.stream(),
                Stream.of("bash", FILES.resolve("run.sh").toString()),
                only.stream())
            .flatMap(some -> some)
            .toArray(String[]::new);
    Result result = host.execWithin(LIMIT, words);
    Set<String> passed =
        PASSED
            .matcher(result.out())
            .results()
            .map(line -> line.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    if (passed.isEmpty() && only.isEmpty()) {
      throw new IllegalStateException("the suite did not run: " + result.text());
    }
    return passed;
  }
}
