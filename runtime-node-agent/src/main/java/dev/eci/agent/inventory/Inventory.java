package dev.eci.agent.inventory;

import dev.eci.agent.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Counts from the shims' bundles and from what the kernel says of each first process. */
public final class Inventory {
  private final HostRoot root;
  private final Path proc;
  private final String launcher;
  private Map<String, Bundle> known = Map.of();

  /**
   * Counts on one node.
   *
   * @param proc a procfs that shows the node's processes
   * @param launcher path of our launcher on the node
   */
  public Inventory(HostRoot root, Path proc, String launcher) {
    this.root = root;
    this.proc = proc;
    this.launcher = launcher;
  }

  /**
   * Counts now.
   *
   * @param tasks the directory of bundles on the node
   */
  public synchronized Counts count(String tasks) throws IOException {
    Path directory = root.at(tasks);
    if (!Files.isDirectory(directory)) {
      known = Map.of();
      return Counts.NONE;
    }
    Map<String, Bundle> seen = new HashMap<>();
    int guarded = 0;
    int others = 0;
    int ours = 0;
    for (Path bundle : bundles(directory)) {
      Optional<Boolean> own = ownUserNamespace(bundle);
      Optional<Bundle> about = about(bundle);
      if (about.isEmpty()) {
        continue;
      }
      seen.put(bundle.getFileName().toString(), about.get());
      boolean underLauncher = about.get().runtime().equals(launcher);
      ours += underLauncher ? 1 : 0;
      if (own.isPresent() && !about.get().sandbox()) {
        guarded += underLauncher && own.get() ? 1 : 0;
        others += underLauncher && own.get() ? 0 : 1;
      }
    }
    known = seen;
    return new Counts(guarded, others, ours);
  }

  private static List<Path> bundles(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(Files::isDirectory).toList();
    }
  }

  private Optional<Bundle> about(Path directory) {
    Bundle earlier = known.get(directory.getFileName().toString());
    if (earlier != null) {
      return Optional.of(earlier);
    }
    try {
      return Optional.of(Bundle.read(directory));
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
