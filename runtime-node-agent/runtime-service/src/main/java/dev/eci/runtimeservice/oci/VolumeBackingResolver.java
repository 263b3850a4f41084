package dev.eci.runtimeservice.oci;

import dev.eci.policy.message.HostPathMessages;
import dev.eci.policy.oci.VolumeFileSystems;
import java.util.Optional;

/**
 * What lies behind a path below Docker's data root. A volume of the local driver can be a mount of
 * anything ({@code docker volume create --opt o=bind --opt device=/etc}, {@code --opt type=ext4
 * --opt device=/dev/sda1}), and a part of a volume is mounted at a temporary place first.
 *
 * @param dataRoot without links
 */
record VolumeBackingResolver(String dataRoot) {
  /**
   * The path of the node that {@code source} really is: that by which its file system was mounted
   * first.
   *
   * @throws CreateDeniedException for a mount that no path of the node stands for
   */
  String resolve(String source, MountTable mounts) throws CreateDeniedException {
    String place = source;
    while (place.startsWith(dataRoot + "/")) {
      Optional<MountInfo> mount = mounts.mountContaining(place);
      if (mount.isEmpty() || !mount.get().mountPoint().startsWith(dataRoot + "/")) {
        return place;
      }
      Optional<String> before = mounts.earlierPath(mount.get(), place);
      if (before.isEmpty()) {
        return first(place, mount.get());
      }
      place = before.get();
    }
    return place;
  }

  /** Layers of images are mounts as well; only volumes are of somebody's choice. */
  private String first(String place, MountInfo mount) throws CreateDeniedException {
    if (!mount.mountPoint().startsWith(dataRoot + "/volumes/")) {
      return place;
    }
    if (!VolumeFileSystems.containsData(mount.type())) {
      throw new CreateDeniedException(
          HostPathMessages.volumeOfFileSystem(mount.mountPoint(), mount.type()));
    }
    return mount.source().startsWith("/dev/") ? mount.source() : place;
  }
}
