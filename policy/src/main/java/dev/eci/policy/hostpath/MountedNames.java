// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The other names of a directory of a Docker host, by file system and directory within it: after
 * {@code mount --bind /etc /srv/chroot/etc}, the latter is {@code /etc}. A name alone says where a
 * directory is, never what it is.
 *
 * <p>What was mounted first is what the directory is. A bind of user data at another place does not
 * make it the host's, unless the place is one of the host's main directories or the engine's.
 */
public final class MountedNames {
  /** Below these, engine, agent and kubelet mount what users chose. */
  private static final List<String> CHOSEN_BY_USERS = List.of("/run/eci/", "/var/lib/kubelet/");

  private static final Set<String> MAIN_IN_VAR =
      Set.of("backups", "cache", "db", "lib", "log", "spool");

  /** At any depth: keys and programs of the host are anywhere in them. */
  private static final Set<String> OF_HOST = Set.of("etc", "usr");

  /** Their subdirectories belong to one program each. */
  private static final Set<String> OF_PROGRAMS = Set.of("dev", "opt", "proc", "run", "snap", "sys");

  private final List<? extends FileSystemMount> mounts;
  private final DockerEngineLayout engine;

  /**
   * The names on one host.
   *
   * @param mounts in the kernel's order, the oldest first
   */
  public MountedNames(List<? extends FileSystemMount> mounts, DockerEngineLayout engine) {
    this.mounts = mounts;
    this.engine = engine;
  }

  /**
   * The directories that {@code path} is or contains by other names, as far as they decide whether
   * it is user data.
   *
   * @param path without links
   */
  public List<HostPath> of(String path) {
    FileSystemMount holding = holding(path);
    if (holding == null) {
      return List.of();
    }
    String within = FilePaths.join(holding.root(), FilePaths.below(path, holding.mountPoint()));
    Set<HostPath> names = new LinkedHashSet<>();
    List<FileSystemMount> showing = showing(holding.device(), within);
    boolean isFirst = true;
    for (FileSystemMount mount : showing) {
      Optional<HostPath> name = name(mount, within);
      if (name.isPresent() && (isFirst || isMain(mount.mountPoint()) || isEngines(name.get()))) {
        names.add(name.get());
      }
      isFirst = false;
    }
    if (includesAll(holding) && showing.stream().allMatch(this::includesAll)) {
      // neither the root directory nor any data: snapshots, other installations
      names.add(HostPath.of("/"));
    }
    names.addAll(contained(holding.device(), within));
    names.removeIf(name -> name.value().equals(path));
    return List.copyOf(names);
  }

  /** The mount points of what lies below within the file system. */
  private List<HostPath> contained(String device, String within) {
    List<HostPath> names = new ArrayList<>();
    for (FileSystemMount mount : mounts) {
      if (mount.device().equals(device)
          && !mount.root().equals(within)
          && FilePaths.isBelow(mount.root(), within)
          && !isChosenByUsers(mount)) {
        HostPath.parse(mount.mountPoint())
            .filter(name -> isMain(mount.mountPoint()) || isEngines(name))
            .ifPresent(names::add);
      }
    }
    return names;
  }

  /** The mounts that show a directory of a file system, without those that say less than others. */
  private List<FileSystemMount> showing(String device, String within) {
    List<FileSystemMount> showing = new ArrayList<>();
    for (FileSystemMount mount : mounts) {
      if (mount.device().equals(device)
          && FilePaths.isBelow(within, mount.root())
          && !isChosenByUsers(mount)) {
        showing.add(mount);
      }
    }
    return showing.stream()
        .filter(mount ->
            mount.mountPoint().equals("/")
                || showing.stream().noneMatch(other -> isMoreExact(other, mount)))
        .toList();
  }

  /**
   * Whole file systems are mounted, too (OSTree's /sysroot, the top level of a btrfs), and name
   * what is at home elsewhere.
   */
  private static boolean isMoreExact(FileSystemMount mount, FileSystemMount than) {
    return !mount.root().equals(than.root())
        && FilePaths.isBelow(mount.root(), than.root())
        && isFirstLevel(mount.mountPoint());
  }

  private static boolean isFirstLevel(String mountPoint) {
    return mountPoint.indexOf('/', 1) < 0 || mountPoint.equals("/var/home");
  }

  /** Whether another mount than the root directory's shows all that the latter does. */
  private boolean includesAll(FileSystemMount mount) {
    return !mount.mountPoint().equals("/")
        && mounts.stream()
            .anyMatch(root ->
                root.mountPoint().equals("/")
                    && root.device().equals(mount.device())
                    && FilePaths.isBelow(root.root(), mount.root()));
  }

  private @Nullable FileSystemMount holding(String path) {
    FileSystemMount best = null;
    for (FileSystemMount mount : mounts) {
      if (FilePaths.isBelow(path, mount.mountPoint())
          && (best == null || mount.mountPoint().length() >= best.mountPoint().length())) {
        best = mount;
      }
    }
    return best;
  }

  private boolean isChosenByUsers(FileSystemMount mount) {
    return mount.mountPoint().startsWith(engine.dataRoot() + "/")
        || CHOSEN_BY_USERS.stream().anyMatch(mount.mountPoint()::startsWith);
  }

  private boolean isEngines(HostPath name) {
    return engine.ownDirectories().stream()
        .anyMatch(own -> own.startsWith(name) || name.startsWith(own));
  }

  /** One of the host's main directories, as opposed to the directory of one program. */
  private static boolean isMain(String mountPoint) {
    HostPath path = HostPath.parse(mountPoint).orElse(null);
    if (path == null || !SystemDirectories.contains(path)) {
      return false;
    }
    List<String> names = path.segments();
    return names.size() < 2
        || OF_HOST.contains(names.getFirst())
        || (names.size() == 2
            && !OF_PROGRAMS.contains(names.getFirst())
            && (!names.getFirst().equals("var") || MAIN_IN_VAR.contains(names.getLast())));
  }

  private static Optional<HostPath> name(FileSystemMount mount, String within) {
    return HostPath.parse(
        FilePaths.join(mount.mountPoint(), FilePaths.below(within, mount.root())));
  }
}
