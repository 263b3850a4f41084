// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.containerd;

import dev.eci.support.host.ProcessCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds containerd by its running process. Command line, systemd unit and mount namespace are more
 * reliable than a table of distributions.
 *
 * @param proc a procfs that shows the node's processes
 */
public record ContainerdFinder(Path proc) {
  private static final String DEFAULT_CONFIG = "/etc/containerd/config.toml";

  /** The containerds on the node itself. One in a container has another mount namespace. */
  public List<ContainerdService> find() throws IOException {
    Path node = Files.readSymbolicLink(proc.resolve("1/ns/mnt"));
    try (Stream<Path> entries = Files.list(proc)) {
      return entries
          .filter(entry -> entry.getFileName().toString().chars().allMatch(Character::isDigit))
          .map(process -> read(process, node))
          .flatMap(Optional::stream)
          .distinct()
          .toList();
    }
  }

  private Optional<ContainerdService> read(Path process, Path node) {
    try {
      if (!comm(process).equals("containerd")
          || !Files.readSymbolicLink(process.resolve("ns/mnt")).equals(node)
          || isStartedByDocker(process)) {
        return Optional.empty();
      }
      List<String> line = strings(process.resolve("cmdline"));
      return Optional.of(
          new ContainerdService(
              unit(process), binary(process, line), config(line), searchPath(process)));
    } catch (IOException e) {
      // it ended while it was read
      return Optional.empty();
    }
  }

  /** dockerd can start its own containerd, which the kubelet does not use. */
  private boolean isStartedByDocker(Path process) throws IOException {
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith("PPid:")) {
        Path parent = proc.resolve(line.substring(5).strip());
        return Files.exists(parent) && comm(parent).equals("dockerd");
      }
    }
    return false;
  }

  private static String comm(Path process) throws IOException {
    return Files.readString(process.resolve("comm")).strip();
  }

  private static String unit(Path process) throws IOException {
    return Files.readAllLines(process.resolve("cgroup")).stream()
        .flatMap(line -> Arrays.stream(line.split("/", -1)))
        .filter(segment -> segment.endsWith(".service"))
        .reduce((first, last) -> last)
        .orElse("");
  }

  private static String binary(Path process, List<String> line) throws IOException {
    return !line.isEmpty() && line.getFirst().startsWith("/")
        ? line.getFirst()
        : Files.readSymbolicLink(process.resolve("exe")).toString();
  }

  private static String config(List<String> line) {
    for (int i = 1; i < line.size(); i++) {
      String argument = line.get(i);
      if (List.of("-c", "--config", "-config").contains(argument) && i + 1 < line.size()) {
        return line.get(i + 1);
      }
      if (argument.startsWith("--config=") || argument.startsWith("-c=")) {
        return argument.substring(argument.indexOf('=') + 1);
      }
    }
    return DEFAULT_CONFIG;
  }

  private static String searchPath(Path process) throws IOException {
    return strings(process.resolve("environ")).stream()
        .filter(variable -> variable.startsWith("PATH="))
        .map(variable -> variable.substring(5))
        .findFirst()
        .orElse(ProcessCommands.SEARCH_PATH);
  }

  private static List<String> strings(Path file) throws IOException {
    return Arrays.stream(
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0", -1))
        .filter(text -> !text.isEmpty())
        .toList();
  }
}
