package dev.eci.agent.inventory;

import dev.eci.agent.host.HostRoot;
import dev.eci.agent.inventory.Unprotected.Reason;
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
  private Map<String, Bundle> known = Map.of();

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
  public synchronized Snapshot look(String tasks, Instant installed) throws IOException {
    Path directory = root.at(tasks);
    if (!Files.isDirectory(directory)) {
      known = Map.of();
      return Snapshot.NONE;
    }
    Map<String, Bundle> seen = new HashMap<>();
    List<Unprotected> others = new ArrayList<>();
    int guarded = 0;
    int ours = 0;
    for (Path path : bundles(directory)) {
      Optional<Boolean> own = ownUserNamespace(path);
      Optional<Bundle> about = about(path);
      if (about.isEmpty()) {
        continue;
      }
      Bundle bundle = about.get();
      seen.put(path.getFileName().toString(), bundle);
      boolean underLauncher = bundle.runtime().equals(launcher);
      ours += underLauncher ? 1 : 0;
      if (own.isEmpty() || bundle.sandbox()) {
        continue;
      }
      if (underLauncher && own.get()) {
        guarded++;
      } else {
        others.add(unprotected(bundle, underLauncher, installed));
      }
    }
    known = seen;
    others.sort(null);
    return new Snapshot(new Counts(guarded, others.size(), ours), others);
  }

  private Unprotected unprotected(Bundle bundle, boolean underLauncher, Instant installed) {
    Reason reason;
    if (underLauncher) {
      reason = Reason.NoUserNamespace;
    } else if (!covered.test(bundle.namespace())) {
      reason = Reason.Exempt;
    } else {
      reason = bundle.created().isBefore(installed) ? Reason.StartedEarlier : Reason.OtherRuntime;
    }
    return new Unprotected(bundle.namespace(), bundle.pod(), bundle.container(), reason);
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
