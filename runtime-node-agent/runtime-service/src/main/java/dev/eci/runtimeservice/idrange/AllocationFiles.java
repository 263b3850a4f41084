// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.idrange;

import dev.eci.support.host.OwnedDirectories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The allocations as files: one per slot of 65536 IDs, named by its base, with one owner per line.
 * If the slot's first ID inside is not 0, the first line is {@code @} and that ID. Nothing is
 * synced to disk, because the directory must vanish with the node's processes (ADR 5). It outlives
 * everything else.
 *
 * @param reached gets the name of each step, for tests that end the process there
 */
record AllocationFiles(Path directory, Consumer<String> reached) {
  private static final Pattern BASE = Pattern.compile("[0-9]{1,10}");
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9_+.-]{1,255}");
  private static final Pattern CONTAINER_ID = Pattern.compile("@([0-9]{1,10})");
  private static final String UNFINISHED = "unfinished";
  private static final String LAST = "last";

  /** A file on disk; {@code owners} is empty if its content cannot be read. */
  record AllocationFile(long base, long containerId, Optional<Set<String>> owners) {}

  static boolean isOwner(String owner) {
    return OWNER.matcher(owner).matches() && !owner.equals(".") && !owner.equals("..");
  }

  boolean exists() {
    return Files.isDirectory(directory);
  }

  void createDirectory() throws IOException {
    Path parent = directory.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (!exists()) {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  List<AllocationFile> readAll() throws IOException {
    List<AllocationFile> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (BASE.matcher(name).matches()) {
          all.add(read(Long.parseLong(name), file));
        }
      }
    }
    return all;
  }

  /** False if the file exists already: another agent may be allocating ranges as well. */
  boolean create(long base, long containerId, Set<String> owners) throws IOException {
    Path unfinished = unfinished(content(containerId, owners));
    try {
      Files.createLink(file(base), unfinished);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      reached.accept("linked");
      Files.deleteIfExists(unfinished);
    }
  }

  void replace(long base, long containerId, Set<String> owners) throws IOException {
    move(unfinished(content(containerId, owners)), file(base));
    reached.accept("replaced");
  }

  void remove(long base) throws IOException {
    Files.deleteIfExists(file(base));
    reached.accept("removed");
  }

  /** With the position, which is the only file left. */
  void removeDirectory() throws IOException {
    Files.deleteIfExists(directory.resolve(LAST));
    OwnedDirectories.removeIfEmpty(directory);
  }

  void writeLast(long base) throws IOException {
    move(unfinished(base + "\n"), directory.resolve(LAST));
    reached.accept("last");
  }

  /** Base of the range that was allocated last; 0 if that is not known. */
  long readLast() {
    try {
      return Long.parseLong(Files.readString(directory.resolve(LAST)).strip());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  boolean has(long base) {
    return Files.exists(file(base));
  }

  private static AllocationFile read(long base, Path file) {
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      Matcher first = CONTAINER_ID.matcher(lines.isEmpty() ? "" : lines.getFirst());
      long containerId = 0;
      if (first.matches()) {
        containerId = Long.parseLong(first.group(1));
        lines.removeFirst();
      }
      Set<String> owners = new TreeSet<>(lines);
      return new AllocationFile(
          base,
          containerId,
          owners.isEmpty() || !owners.stream().allMatch(AllocationFiles::isOwner)
              ? Optional.empty()
              : Optional.of(owners));
    } catch (IOException e) {
      return new AllocationFile(base, 0, Optional.empty());
    }
  }

  private static String content(long containerId, Set<String> owners) {
    return (containerId == 0 ? "" : "@" + containerId + "\n") + String.join("\n", owners) + "\n";
  }

  private Path unfinished(String content) throws IOException {
    Path file = directory.resolve(UNFINISHED + "." + ProcessHandle.current().pid());
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, content.getBytes(StandardCharsets.UTF_8));
    reached.accept("written");
    return file;
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path file(long base) {
    return directory.resolve(Long.toString(base));
  }
}
