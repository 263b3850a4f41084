// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.support.host.HostRoot;
import dev.eci.support.host.UnixAttributes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Distinguishes the node's namespaces from others by device and inode, as the kernel does.
 *
 * @param proc a procfs that shows the node's processes
 * @param others processes other than the first one whose namespaces are the node's as well
 */
public record HostNamespaces(HostRoot root, Path proc, Supplier<List<String>> others)
    implements NamespaceOwnership {
  private static final String FIRST = "1";
  private static final Pattern PROCESS_NAMESPACE =
      Pattern.compile("/proc/(([0-9]+)(?:/task/[0-9]+)?/ns/[a-z_]+)");

  /** From OCI's names to those in /proc/PID/ns. */
  private static final Map<String, String> FILES =
      Map.of(
          "pid", "pid",
          "network", "net",
          "mount", "mnt",
          "ipc", "ipc",
          "uts", "uts",
          "user", "user",
          "cgroup", "cgroup");

  private record NamespaceId(long device, long inode) {}

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
      Optional<Path> located = locate(path);
      if (located.isEmpty() || nodes.isEmpty()) {
        return false;
      }
      NamespaceId joined = id(located.get());
      // all namespaces are files of one file system; any other file is not a namespace
      return nodes.stream()
              .allMatch(n -> joined.device() == n.device() && joined.inode() != n.inode())
          && (first.isPresent() || isContainers(path));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * An agent that may not read the namespaces of process 1 can compare with other processes only.
   * It requires a second sign then: the process that the path names has the IDs of a container.
   */
  private boolean isContainers(String path) throws IOException {
    Matcher process = PROCESS_NAMESPACE.matcher(path);
    return !process.matches() || new UserNamespaces(proc).ids(process.group(2)).isPresent();
  }

  private Optional<Path> locate(String path) throws IOException {
    Matcher process = PROCESS_NAMESPACE.matcher(path);
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
    UnixAttributes namespace = UnixAttributes.read(file);
    return new NamespaceId(namespace.device(), namespace.inode());
  }
}
