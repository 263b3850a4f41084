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

/** Looks at the shims' bundles and at what the kernel says of each first process. */
public final class Inventory {
  private final HostRoot root;
  private final Path proc;
  private final String launcher;
  private final Predicate<String> covered;
  private Map<String, ContainerMetadata> known = Map.of();

  /**
   * Looks at one node.
   *
   * @param proc a procfs that shows the node's processes
   * @param launcher path of our launcher on the node
   * @param covered whether a policy may ask for the protection of pods in a namespace
   */
  public Inventory(HostRoot root, Path proc, String launcher, Predicate<String> covered) {
    this.root = root;
    this.proc = proc;
    this.launcher = launcher;
    this.covered = covered;
  }

  /**
   * Looks now.
   *
   * @param tasks the directory of bundles on the node
   * @param installed since when our runtime is on the node
   */
  public synchronized Snapshot snapshot(String tasks, Instant installed) throws IOException {
    Path directory = root.locate(tasks);
    if (!Files.isDirectory(directory)) {
      known = Map.of();
      return Snapshot.NONE;
    }
    Map<String, ContainerMetadata> seen = new HashMap<>();
    List<UnprotectedEntry> others = new ArrayList<>();
    int guarded = 0;
    int ours = 0;
    for (Path path : bundles(directory)) {
      Optional<Boolean> own = ownUserNamespace(path);
      Optional<ContainerMetadata> about = readBundle(path);
      if (about.isEmpty()) {
        continue;
      }
      ContainerMetadata containerMetadata = about.get();
      seen.put(path.getFileName().toString(), containerMetadata);
      boolean underLauncher = containerMetadata.runtime().equals(launcher);
      ours += underLauncher ? 1 : 0;
      if (own.isEmpty() || containerMetadata.sandbox()) {
        continue;
      }
      if (underLauncher && own.get()) {
        guarded++;
      } else {
        others.add(unprotected(containerMetadata, underLauncher, installed));
      }
    }
    known = seen;
    others.sort(null);
    return new Snapshot(new Counts(guarded, others.size(), ours), others);
  }

  private UnprotectedEntry unprotected(
      ContainerMetadata containerMetadata, boolean underLauncher, Instant installed) {
    Reason reason;
    if (underLauncher) {
      reason = Reason.NoUserNamespace;
    } else if (!covered.test(containerMetadata.namespace())) {
      reason = Reason.Exempt;
    } else {
      reason =
          containerMetadata.created().isBefore(installed)
              ? Reason.StartedEarlier
              : Reason.OtherRuntime;
    }
    return new UnprotectedEntry(
        containerMetadata.namespace(),
        containerMetadata.pod(),
        containerMetadata.container(),
        reason);
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
      // it is being created or deleted
      return Optional.empty();
    }
  }

  /** Empty if it does not run. */
  private Optional<Boolean> ownUserNamespace(Path directory) {
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
