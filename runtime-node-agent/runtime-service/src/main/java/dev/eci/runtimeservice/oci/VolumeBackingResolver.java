// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.message.HostPathMessages;
import dev.eci.policy.oci.VolumeFileSystems;
import java.util.Optional;

/**
 * Resolves what backs a path below Docker's data root. A volume of the local driver can be a mount
 * of anything ({@code docker volume create --opt o=bind --opt device=/etc}, {@code --opt type=ext4
 * --opt device=/dev/sda1}), and dockerd first mounts a subpath of a volume at a temporary path.
 *
 * @param dataRoot without links
 * @param devices of the host
 */
record VolumeBackingResolver(String dataRoot, NodeDevices devices) {
  /**
   * The host path that {@code source} shows: the one by the first mount of its file system.
   *
   * @throws CreateDeniedException for a mount that no host path stands for
   */
  String resolve(String source, MountTable mounts) throws CreateDeniedException {
    String path = source;
    while (path.startsWith(dataRoot + "/")) {
      Optional<MountInfo> mount = mounts.mountContaining(path);
      if (mount.isEmpty() || !mount.get().mountPoint().startsWith(dataRoot + "/")) {
        return path;
      }
      Optional<String> earlier = mounts.earlierPath(mount.get(), path);
      if (earlier.isEmpty()) {
        return backing(path, mount.get());
      }
      path = earlier.get();
    }
    return path;
  }

  /** Image layers are mounts as well, but only for volumes a user can choose the source. */
  private String backing(String path, MountInfo mount) throws CreateDeniedException {
    if (!mount.mountPoint().startsWith(dataRoot + "/volumes/")) {
      return path;
    }
    if (!VolumeFileSystems.containsData(mount.type())) {
      throw new CreateDeniedException(
          HostPathMessages.volumeOfFileSystem(mount.mountPoint(), mount.type()));
    }
    return VolumeFileSystems.isOnDisk(mount.type()) ? disk(mount) : path;
  }

  /**
   * The disk by its number: the source is the text that a user wrote, and may be relative, or a
   * link that leads elsewhere by now. Some file systems (btrfs) have no disk's number. Of these,
   * only names in /dev are trusted, which no user can change.
   */
  private String disk(MountInfo mount) throws CreateDeniedException {
    String[] number = mount.device().split(":", 2);
    Optional<String> name =
        number[0].equals("0")
            ? Optional.of(mount.source()).filter(VolumeBackingResolver::isInDev)
            : devices.nameOfDisk(Long.parseLong(number[0]), Long.parseLong(number[1]));
    return name.orElseThrow(() ->
        new CreateDeniedException(
            HostPathMessages.volumeOfUnknownDisk(
                mount.mountPoint(), mount.type(), mount.source())));
  }

  private static boolean isInDev(String source) {
    return HostPath.parse(source).filter(path -> path.value().equals(source)).isPresent()
        && source.startsWith("/dev/")
        && !source.startsWith("/dev/shm/");
  }
}
