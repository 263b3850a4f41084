package dev.eci.policy.hostpath;

import java.util.List;
import java.util.Set;

/**
 * Where set-user-ID bits are to be disregarded, if a directory is shared with containers whose root
 * is root on disk. Not just there: a mount point of its own could be neither renamed nor removed by
 * its owner. And no program of the node's own may be hit.
 */
public final class NosuidMountPoint {
  /** Nobody installs programs there (FHS); on hardened hosts all of it is nosuid anyway. */
  private static final Set<String> OF_DATA = Set.of("home", "srv", "mnt", "media", "data", "tmp");

  private NosuidMountPoint() {}

  /**
   * The directory for a source.
   *
   * @param source without links
   * @param mountPoint of the mount it is on
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
