package dev.eci.runtimeservice.oci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The user namespaces of the node's processes.
 *
 * @param proc a procfs that shows the node's processes
 */
record UserNamespaces(Path proc) {
  /** Ids that are equal for processes of one user namespace only. */
  Object namespaceOf(String process) throws IOException {
    Map<String, Object> about =
        Files.readAttributes(proc.resolve(process).resolve("ns/user"), "unix:dev,ino");
    return List.of(about.get("dev"), about.get("ino"));
  }

  /**
   * Where its ids begin on the node; empty if they are not the same {@code size} users and groups
   * from 0 on, which is what we give, and what the node itself has not.
   */
  OptionalLong base(String process, long size) throws IOException {
    OptionalLong users = base(proc.resolve(process).resolve("uid_map"), size);
    return users.equals(base(proc.resolve(process).resolve("gid_map"), size))
        ? users
        : OptionalLong.empty();
  }

  private static OptionalLong base(Path map, long size) throws IOException {
    List<String> lines = Files.readAllLines(map);
    if (lines.size() != 1) {
      return OptionalLong.empty();
    }
    String[] fields = lines.getFirst().strip().split("\\s+");
    return fields.length == 3 && fields[0].equals("0") && fields[2].equals(Long.toString(size))
        ? OptionalLong.of(Long.parseLong(fields[1]))
        : OptionalLong.empty();
  }
}
