// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The names that devices have in the node's /dev, and who may use them there. Names elsewhere do
 * not count: users can own file systems on which device nodes have any owner and mode. Neither do
 * other file systems below /dev, such as /dev/shm.
 */
record NodeDevices(HostRoot root) {
  private static final String DIRECTORY = "/dev";
  private static final int MAX_DEPTH = 8;
  private static final int MAX_ENTRIES = 50_000;
  private static final int TYPE = 0170000;
  private static final Map<String, Integer> TYPES = Map.of("c", 0020000, "b", 0060000);

  private static final int PERMISSIONS = 0777;
  static final Found NONE = new Found(List.of(), 0);

  /** Read and write, for users who are neither the owner nor in the group. */
  private static final int OTHERS = 0006;

  /**
   * A device of the node.
   *
   * @param names sorted; empty if /dev has no such device
   * @param mode the permissions that it has by any of the names; 0 if there is none
   */
  record Found(List<String> names, int mode) {
    boolean isUsableByOthers() {
      return (mode & OTHERS) == OTHERS;
    }
  }

  /** The shortest name of a block device, which is not one of udev's links. */
  Optional<String> nameOfDisk(long major, long minor) {
    return find(new ContainerDevice("/dev/disk", "b", major, minor, 0, 0, 0)).names().stream()
        .min(Comparator.comparingInt(String::length));
  }

  Found find(ContainerDevice device) {
    try {
      Path dev = root.locate(DIRECTORY);
      Search search = new Search(dev, device, number(attributes(dev), "dev").longValue());
      Files.walkFileTree(dev, Set.of(), MAX_DEPTH, search);
      return search.found();
    } catch (IOException e) {
      return NONE;
    }
  }

  /** Visits the files of one file system. */
  private static final class Search extends SimpleFileVisitor<Path> {
    private final Path dev;
    private final ContainerDevice device;
    private final long fileSystem;
    private final List<String> names = new ArrayList<>();
    private int mode;
    private int entries;

    Search(Path dev, ContainerDevice device, long fileSystem) {
      this.dev = dev;
      this.device = device;
      this.fileSystem = fileSystem;
    }

    Found found() {
      names.sort(null);
      return names.isEmpty() || entries > MAX_ENTRIES ? NONE : new Found(List.copyOf(names), mode);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes ignored)
        throws IOException {
      return number(attributes(directory), "dev").longValue() == fileSystem
          ? FileVisitResult.CONTINUE
          : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes ignored) {
      try {
        Map<String, Object> found = attributes(file);
        if (number(found, "dev").longValue() == fileSystem && isSame(device, found)) {
          names.add(DIRECTORY + "/" + dev.relativize(file));
          mode |= number(found, "mode").intValue() & PERMISSIONS;
        }
      } catch (IOException e) {
        // a link that leads nowhere, or a device that was just removed
      }
      return ++entries > MAX_ENTRIES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }

  private static boolean isSame(ContainerDevice device, Map<String, Object> found) {
    return Objects.equals(TYPES.get(device.type()), number(found, "mode").intValue() & TYPE)
        && number(found, "rdev").longValue() == number(device.major(), device.minor());
  }

  /** As stat(2) reports it (gnu_dev_makedev). */
  private static long number(long major, long minor) {
    return (minor & 0xff)
        | ((major & 0xfff) << 8)
        | ((minor & ~0xffL) << 12)
        | ((major & ~0xfffL) << 32);
  }

  /** Of what a link leads to; udev adds links for other names of a device. */
  private static Map<String, Object> attributes(Path path) throws IOException {
    return Files.readAttributes(path, "unix:dev,rdev,mode");
  }

  private static Number number(Map<String, Object> all, String name) {
    return (Number) Objects.requireNonNull(all.get(name));
  }
}
