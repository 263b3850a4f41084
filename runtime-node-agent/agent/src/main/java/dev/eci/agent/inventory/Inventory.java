// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.inventory;

import dev.eci.agent.inventory.UnprotectedEntry.Reason;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads the shims' bundles, and the kernel's ID maps of each container's first process. */
public final class Inventory {
  private final HostRoot root;
  private final Path proc;
  private final String launcher;
  private final Predicate<String> covered;
  private Map<String, ContainerMetadata> known = Map.of();

  /**
   * For one node.
   *
   * @param proc a procfs that shows the node's processes
   * @param launcher path of eci-runtime on the node
   * @param covered whether a policy might require protection for pods in a namespace
   */
  public Inventory(HostRoot root, Path proc, String launcher, Predicate<String> covered) {
    this.root = root;
    this.proc = proc;
    this.launcher = launcher;
    this.covered = covered;
  }

  /**
   * Reads the current state.
   *
   * @param tasks the directory of bundles on the node
   * @param installed when ECI was installed on the node
   */
  public synchronized Snapshot snapshot(String tasks, Instant installed) throws IOException {
    Path directory = root.locate(tasks);
    if (!Files.isDirectory(directory)) {
      known = Map.of();
      return Snapshot.NONE;
    }
    Map<String, ContainerMetadata> seen = new HashMap<>();
    List<UnprotectedEntry> others = new ArrayList<>();
    int protectedCount = 0;
    int underLauncherCount = 0;
    for (Path path : bundles(directory)) {
      Optional<Boolean> privateUserNamespace = hasPrivateUserNamespace(path);
      Optional<ContainerMetadata> metadata = readBundle(path);
      if (metadata.isEmpty()) {
        continue;
      }
      ContainerMetadata container = metadata.get();
      seen.put(path.getFileName().toString(), container);
      boolean underLauncher = container.runtime().equals(launcher);
      underLauncherCount += underLauncher ? 1 : 0;
      if (privateUserNamespace.isEmpty() || container.sandbox()) {
        continue;
      }
      if (underLauncher && privateUserNamespace.get()) {
        protectedCount++;
      } else {
        others.add(unprotected(container, underLauncher, installed));
      }
    }
    known = seen;
    others.sort(null);
    return new Snapshot(new Counts(protectedCount, others.size(), underLauncherCount), others);
  }

  private UnprotectedEntry unprotected(
      ContainerMetadata container, boolean underLauncher, Instant installed) {
    Reason reason;
    if (underLauncher) {
      reason = Reason.NoUserNamespace;
    } else if (!covered.test(container.namespace())) {
      reason = Reason.Exempt;
    } else {
      reason =
          container.created().isBefore(installed)
              ? Reason.CreatedBeforeInstall
              : Reason.OtherRuntimeClass;
    }
    return new UnprotectedEntry(
        container.namespace(), container.pod(), container.container(), reason);
  }

  private static List<Path> bundles(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(Files::isDirectory).toList();
    }
  }

  private Optional<ContainerMetadata> readBundle(Path directory) {
    ContainerMetadata earlier = known.get(directory.getFileName().toString());
    if (earlier != null) {
      return Optional.of(earlier);
    }
    try {
      return Optional.of(ContainerMetadata.read(directory));
    } catch (IOException e) {
      // the bundle is being created or deleted
      return Optional.empty();
    }
  }

  /** Empty if the container does not run. */
  private Optional<Boolean> hasPrivateUserNamespace(Path directory) {
    try {
      String pid = Files.readString(directory.resolve("init.pid")).strip();
      String map = Files.readString(proc.resolve(pid).resolve("uid_map")).strip();
      // "0 <base> <size>"; the node's own map starts at base 0
      String[] first = map.split("\\s+", -1);
      return first.length >= 3 ? Optional.of(Long.parseLong(first[1]) > 0) : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
