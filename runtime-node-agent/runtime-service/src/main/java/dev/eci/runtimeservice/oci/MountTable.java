// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.hostpath.FilePaths;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The mounts as the engine sees them, in the kernel's order: of two mounts on one mount point, the
 * later one is on top. The table is parsed on first use, because most requests from Kubernetes need
 * none of it.
 */
public final class MountTable {
  private byte @Nullable [] raw;
  private List<MountInfo> mounts = List.of();

  public MountTable(byte[] mountinfo) {
    this.raw = mountinfo;
  }

  /** The mount whose mount point is {@code path}. */
  Optional<MountInfo> mountAt(String path) {
    return mounts().stream().filter(m -> m.mountPoint().equals(path)).reduce((_, later) -> later);
  }

  /** The mount that the file {@code path} is on. */
  Optional<MountInfo> mountContaining(String path) {
    MountInfo best = null;
    for (MountInfo mount : mounts()) {
      if (FilePaths.isBelow(path, mount.mountPoint())
          && (best == null || mount.mountPoint().length() >= best.mountPoint().length())) {
        best = mount;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The mounts below the directory {@code path}, without the one on it. */
  List<MountInfo> mountsBelow(String path) {
    return mounts().stream()
        .filter(m -> !m.mountPoint().equals(path) && FilePaths.isBelow(m.mountPoint(), path))
        .toList();
  }

  /**
   * A file as one mount shows it.
   *
   * @param path of the file by that mount
   */
  record MountedPath(MountInfo mount, String path) {}

  /** All paths that show the file {@code path} on {@code mount}, including that path. */
  List<MountedPath> aliasesOf(MountInfo mount, String path) {
    String within = FilePaths.join(mount.root(), FilePaths.below(path, mount.mountPoint()));
    List<MountedPath> aliases = new ArrayList<>();
    for (MountInfo other : mounts()) {
      if (other.device().equals(mount.device()) && FilePaths.isBelow(within, other.root())) {
        String alias = FilePaths.join(other.mountPoint(), FilePaths.below(within, other.root()));
        if (mountContaining(alias).filter(other::equals).isPresent()) {
          aliases.add(new MountedPath(other, alias));
        }
      }
    }
    return aliases;
  }

  /**
   * The path that the file {@code path} on {@code mount} has by an earlier mount of the same file
   * system; empty if no earlier mount shows it.
   */
  Optional<String> earlierPath(MountInfo mount, String path) {
    String within = FilePaths.join(mount.root(), FilePaths.below(path, mount.mountPoint()));
    for (MountInfo other : mounts()) {
      if (other.equals(mount)) {
        return Optional.empty();
      }
      if (other.device().equals(mount.device()) && FilePaths.isBelow(within, other.root())) {
        return Optional.of(
            FilePaths.join(other.mountPoint(), FilePaths.below(within, other.root())));
      }
    }
    return Optional.empty();
  }

  /** All mounts. */
  synchronized List<MountInfo> mounts() {
    if (raw != null) {
      List<MountInfo> parsed = new ArrayList<>();
      for (int from = 0; from < raw.length; ) {
        int end = from;
        while (end < raw.length && raw[end] != '\n') {
          end++;
        }
        MountInfo.parse(new String(raw, from, end - from, StandardCharsets.UTF_8))
            .ifPresent(parsed::add);
        from = end + 1;
      }
      mounts = List.copyOf(parsed);
      raw = null;
    }
    return mounts;
  }
}
