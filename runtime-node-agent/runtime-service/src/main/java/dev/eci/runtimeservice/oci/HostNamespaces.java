package dev.eci.runtimeservice.oci;

import dev.eci.policy.idrange.IdRange;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells the node's own namespaces from others by device and inode, as the kernel does.
 *
 * @param proc a procfs that shows the node's processes
 * @param others processes beside the first one whose namespaces are the node's as well
 */
public record HostNamespaces(HostRoot root, Path proc, Supplier<List<String>> others)
    implements NamespaceOwnership {
  private static final String FIRST = "1";
  private static final Pattern OF_PROCESS =
      Pattern.compile("/proc/(([0-9]+)(?:/task/[0-9]+)?/ns/[a-z_]+)");

  /** Below are the node's own users. */
  private static final long FIRST_OF_CONTAINERS = 65536;

  /** OCI's names to those in /proc/PID/ns. */
  private static final Map<String, String> FILES =
      Map.of(
          "pid", "pid",
          "network", "net",
          "mount", "mnt",
          "ipc", "ipc",
          "uts", "uts",
          "user", "user",
          "cgroup", "cgroup");

  private record NamespaceId(Object device, Object inode) {}

  public HostNamespaces(HostRoot root, Path proc) {
    this(root, proc, List::of);
  }

  @Override
  public boolean isPrivate(String type, String path) {
    String file = FILES.get(type);
    if (file == null) {
      return false;
    }
    Optional<NamespaceId> first = tryId(FIRST, file);
    List<NamespaceId> nodes = new ArrayList<>();
    first.ifPresent(nodes::add);
    others.get().forEach(process -> tryId(process, file).ifPresent(nodes::add));
    try {
      Optional<Path> here = here(path);
      if (here.isEmpty() || nodes.isEmpty()) {
        return false;
      }
      NamespaceId joined = id(here.get());
      // all namespaces are files of one file system; anything else is none
      return nodes.stream()
              .allMatch(
                  n -> joined.device().equals(n.device()) && !joined.inode().equals(n.inode()))
          && (first.isPresent() || isContainers(path));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Who may not look at the first process has only others to compare with, so that a second sign is
   * asked for: the process whose namespace it is has the ids of a container.
   */
  private boolean isContainers(String path) throws IOException {
    Matcher process = OF_PROCESS.matcher(path);
    return !process.matches()
        || new UserNamespaces(proc).base(process.group(2), IdRange.SIZE).orElse(0)
            >= FIRST_OF_CONTAINERS;
  }

  private Optional<Path> here(String path) throws IOException {
    Matcher process = OF_PROCESS.matcher(path);
    if (process.matches()) {
      return Optional.of(proc.resolve(process.group(1)));
    }
    String real = path.startsWith("/") ? root.real(path) : "/proc";
    return real.startsWith("/proc") ? Optional.empty() : Optional.of(root.locate(real));
  }

  private Optional<NamespaceId> tryId(String process, String file) {
    try {
      return Optional.of(id(proc.resolve(process).resolve("ns").resolve(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static NamespaceId id(Path file) throws IOException {
    Map<String, Object> about = Files.readAttributes(file, "unix:dev,ino");
    return new NamespaceId(about.get("dev"), about.get("ino"));
  }
}
