package dev.eci.agent.oci;

import dev.eci.agent.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells the node's own namespaces from others by device and inode, as the kernel does.
 *
 * @param proc a procfs that shows the node's processes
 */
public record NodeNamespaces(HostRoot root, Path proc) implements Namespaces {
  private static final Pattern OF_PROCESS =
      Pattern.compile("/proc/([0-9]+(?:/task/[0-9]+)?/ns/[a-z_]+)");

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

  private record Id(Object device, Object inode) {}

  @Override
  public boolean isOwn(String type, String path) {
    String file = FILES.get(type);
    if (file == null) {
      return false;
    }
    try {
      Id node = id(proc.resolve("1/ns/" + file));
      Optional<Path> here = here(path);
      if (here.isEmpty()) {
        return false;
      }
      Id joined = id(here.get());
      // all namespaces are files of one file system; anything else is none
      return joined.device().equals(node.device()) && !joined.inode().equals(node.inode());
    } catch (IOException e) {
      return false;
    }
  }

  private Optional<Path> here(String path) throws IOException {
    var ofProcess = OF_PROCESS.matcher(path);
    if (ofProcess.matches()) {
      return Optional.of(proc.resolve(ofProcess.group(1)));
    }
    String real = path.startsWith("/") ? root.real(path) : "/proc";
    return real.startsWith("/proc") ? Optional.empty() : Optional.of(root.at(real));
  }

  private static Id id(Path file) throws IOException {
    Map<String, Object> about = Files.readAttributes(file, "unix:dev,ino");
    return new Id(about.get("dev"), about.get("ino"));
  }
}
