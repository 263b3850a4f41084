// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.idrange;

import dev.eci.policy.idrange.IdRange;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The host IDs of running processes, from uid_map and gid_map (user_namespaces(7)). It reads one
 * process of each user namespace, because all others there have the same maps.
 */
record ProcessIdMaps(Path proc) {
  private static final long ALL = 4294967295L;

  /** Fails if the list of processes cannot be read, because any range could be in use then. */
  Set<IdRange> ranges() throws IOException {
    Set<IdRange> ranges = new HashSet<>();
    Set<Path> namespaces = new HashSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (namespaces.isEmpty() || !isAlreadyRecorded(namespaces, process)) {
          add(ranges, process.resolve("uid_map"));
          add(ranges, process.resolve("gid_map"));
          isAlreadyRecorded(namespaces, process);
        }
      }
    }
    return ranges;
  }

  /** Records the namespace of a process. One that cannot be read counts as a new one. */
  private static boolean isAlreadyRecorded(Set<Path> namespaces, Path process) {
    try {
      return !namespaces.add(Files.readSymbolicLink(process.resolve("ns/user")));
    } catch (IOException e) {
      return false;
    }
  }

  private static void add(Set<IdRange> ranges, Path map) throws IOException {
    String text;
    try {
      text = Files.readString(map);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      // ESRCH: it ended between open and read
      if (Files.exists(map)) {
        throw e;
      }
      return;
    }
    for (String line : text.lines().toList()) {
      String[] fields = line.strip().split("\\s+");
      if (fields.length == 3) {
        IdRange range = new IdRange(Long.parseLong(fields[1]), Long.parseLong(fields[2]));
        // the initial user namespace, or a copy of its map
        if (range.base() != 0 || range.size() != ALL) {
          ranges.add(range);
        }
      }
    }
  }
}
