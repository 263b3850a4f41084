// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import java.util.List;
import java.util.Set;

/**
 * Chooses the directory that is remounted nosuid when a host directory is shared with containers
 * whose root is root on disk. It is not always the shared directory itself, because the owner could
 * neither rename nor remove a directory that is a mount point. And it must not contain programs of
 * the host.
 */
public final class NosuidMountPoint {
  /** Directories without installed programs (FHS); hardened hosts mount them nosuid anyway. */
  private static final Set<String> OF_DATA = Set.of("home", "srv", "mnt", "media", "data", "tmp");

  private NosuidMountPoint() {}

  /**
   * The directory to remount for a shared source.
   *
   * @param source the shared directory, without symbolic links
   * @param mountPoint the mount point of the mount that contains the source
   */
  public static HostPath find(HostPath source, HostPath mountPoint) {
    HostPath place = upTo(source, depth(source));
    return mountPoint.startsWith(place) ? mountPoint : place;
  }

  private static int depth(HostPath source) {
    if (SystemDirectories.contains(source) && source.segments().size() > 1) {
      return source.segments().size();
    }
    return !source.segments().isEmpty() && OF_DATA.contains(source.segments().getFirst()) ? 1 : 2;
  }

  private static HostPath upTo(HostPath source, int depth) {
    List<String> names = source.segments();
    return HostPath.of("/" + String.join("/", names.subList(0, Math.min(depth, names.size()))));
  }
}
