// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds dockerd by its running process. Its command line is more reliable than a table of
 * distributions.
 *
 * @param proc a procfs that shows the host's processes
 */
public record DockerdFinder(Path proc) {
  /** Field 22 of /proc/PID/stat, counted from the one after the name. */
  private static final int START_TIME = 19;

  /** The dockerds in the agent's pid namespace. One in a container belongs to that container. */
  public List<Dockerd> find() throws IOException {
    Path own = Files.readSymbolicLink(proc.resolve("self/ns/pid"));
    try (Stream<Path> entries = Files.list(proc)) {
      return entries
          .filter(entry -> entry.getFileName().toString().chars().allMatch(Character::isDigit))
          .map(process -> read(process, own))
          .flatMap(Optional::stream)
          .toList();
    }
  }

  private Optional<Dockerd> read(Path process, Path ownPidNamespace) {
    try {
      if (!Files.readString(process.resolve("comm")).strip().equals("dockerd")
          || !Files.readSymbolicLink(process.resolve("ns/pid")).equals(ownPidNamespace)) {
        return Optional.empty();
      }
      List<String> line = strings(process.resolve("cmdline"));
      if (line.isEmpty()) {
        // a zombie: it has ended and its parent has not waited for it yet
        return Optional.empty();
      }
      return Optional.of(
          new Dockerd(
              Long.parseLong(process.getFileName().toString()),
              started(process),
              Files.readSymbolicLink(process.resolve("exe")).toString(),
              new DockerdArguments(line.subList(1, line.size())),
              unit(process),
              environment(process),
              !isSameNamespace(process, "user"),
              isSameNamespace(process, "mnt")));
    } catch (IOException e) {
      // it ended while it was read
      return Optional.empty();
    }
  }

  private boolean isSameNamespace(Path process, String type) throws IOException {
    return Files.readSymbolicLink(process.resolve("ns/" + type))
        .equals(Files.readSymbolicLink(proc.resolve("self/ns/" + type)));
  }

  private static long started(Path process) throws IOException {
    String stat = Files.readString(process.resolve("stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START_TIME]);
  }

  private static String unit(Path process) throws IOException {
    return Files.readAllLines(process.resolve("cgroup")).stream()
        .flatMap(line -> Arrays.stream(line.split("/", -1)))
        .filter(segment -> segment.endsWith(".service"))
        .reduce((_, last) -> last)
        .orElse("");
  }

  private static Map<String, String> environment(Path process) throws IOException {
    Map<String, String> environment = new HashMap<>();
    for (String variable : strings(process.resolve("environ"))) {
      int at = variable.indexOf('=');
      if (at > 0) {
        environment.putIfAbsent(variable.substring(0, at), variable.substring(at + 1));
      }
    }
    return environment;
  }

  private static List<String> strings(Path file) throws IOException {
    return Arrays.stream(
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0", -1))
        .filter(text -> !text.isEmpty())
        .toList();
  }
}
