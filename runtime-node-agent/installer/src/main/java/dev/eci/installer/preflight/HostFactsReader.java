// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.preflight;

import dev.eci.installer.containerd.ContainerdControl;
import dev.eci.installer.containerd.ContainerdFinder;
import dev.eci.installer.containerd.ContainerdService;
import dev.eci.installer.containerd.OciRuntime;
import dev.eci.support.host.CommandResult;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@link HostFacts}.
 *
 * @param proc a procfs that shows the node's processes
 */
public record HostFactsReader(
    HostRoot root, Path proc, NodeCommands commands, ContainerdControl control) {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Pattern ENGINE_VERSION = Pattern.compile(" v?([0-9]+\\.[0-9][^ ]*)");

  /**
   * Reads all facts.
   *
   * @param known the containerd of an earlier run, which is used if none runs: ECI may be the
   *     reason why it is down
   */
  public HostFacts read(Optional<ContainerdService> known) throws IOException {
    List<ContainerdService> running = new ContainerdFinder(proc).find();
    List<ContainerdService> engines =
        running.isEmpty() ? known.map(List::of).orElseGet(List::of) : running;
    Optional<ContainerdService> engine =
        engines.size() == 1 ? Optional.of(engines.getFirst()) : Optional.empty();
    return new HostFacts(
        Files.readString(proc.resolve("sys/kernel/osrelease")).strip(),
        maxUserNamespaces(),
        engines,
        engine.isPresent() ? version(engine.get()) : "",
        engine.isPresent() ? ociRuntime(engine.get()) : Optional.empty(),
        readOnly(engine),
        cgroup());
  }

  private long maxUserNamespaces() throws IOException {
    Path limit = proc.resolve("sys/user/max_user_namespaces");
    return Files.exists(limit) ? Long.parseLong(Files.readString(limit).strip()) : 0;
  }

  private String version(ContainerdService containerdService) throws IOException {
    CommandResult result = commands.run(LIMIT, containerdService.binary(), "--version");
    Matcher version = ENGINE_VERSION.matcher(result.out());
    return result.isSuccess() && version.find() ? "containerd " + version.group(1) : "";
  }

  private Optional<OciRuntime> ociRuntime(ContainerdService containerdService) throws IOException {
    Optional<String> path =
        OciRuntime.find(
            root, containerdService, control.dump(containerdService, containerdService.config()));
    return path.isPresent() ? OciRuntime.inspect(commands, path.get()) : Optional.empty();
  }

  private List<String> readOnly(Optional<ContainerdService> engine) throws IOException {
    List<String> wanted = new ArrayList<>(List.of("/opt"));
    engine.map(ContainerdService::configDirectory).ifPresent(wanted::add);
    List<String> found = new ArrayList<>();
    for (String directory : wanted) {
      Path path = existing(root.locate(directory));
      if (!Files.isWritable(path)) {
        found.add(directory);
      }
    }
    return found;
  }

  private static Path existing(Path path) {
    Path parent = path.getParent();
    return Files.exists(path) || parent == null ? path : existing(parent);
  }

  private String cgroup() throws IOException {
    if (Files.exists(root.locate("/sys/fs/cgroup/cgroup.controllers"))) {
      return "v2";
    }
    return Files.exists(root.locate("/sys/fs/cgroup/unified/cgroup.controllers")) ? "hybrid" : "v1";
  }
}
