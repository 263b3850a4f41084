// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.hostpath.FilePaths;
import dev.eci.policy.hostpath.FileSystemMount;
import java.util.List;
import java.util.Optional;

/**
 * What a path below a pod's own directory shows. The kubelet binds a subPath of a volume, and a
 * {@code local} volume, there (pkg/volume/util/subpath, pkg/volume/local): the path is the pod's,
 * the files can be the node's.
 *
 * @param path what the bind shows, by the name that decides about it
 * @param isLocalVolume whether it is a local volume, or in one
 */
public record PodVolumeBind(String path, boolean isLocalVolume) {
  private static final String LOCAL_VOLUMES = "/volumes/kubernetes.io~local-volume/";

  /**
   * The bind of one source.
   *
   * @param source without links
   * @param podDirectory the directory of the pod, in which the source lies
   * @param mounts of the node, the oldest first
   */
  public static PodVolumeBind of(
      String source, String podDirectory, List<? extends FileSystemMount> mounts) {
    Optional<? extends FileSystemMount> holding =
        mounts.stream()
            .filter(mount -> FilePaths.isBelow(source, mount.mountPoint()))
            .reduce((best, mount) ->
                mount.mountPoint().length() >= best.mountPoint().length() ? mount : best);
    if (holding.isEmpty() || !holding.get().mountPoint().startsWith(podDirectory + "/")) {
      return new PodVolumeBind(source, false);
    }
    boolean isLocal = holding.get().mountPoint().startsWith(podDirectory + LOCAL_VOLUMES);
    boolean isSubPath = source.startsWith(podDirectory + "/volume-subpaths/");
    if (!isLocal && !isSubPath) {
      // a volume that the kubelet or a driver mounted; admission decided about it
      return new PodVolumeBind(source, false);
    }
    String within =
        FilePaths.join(holding.get().root(), FilePaths.below(source, holding.get().mountPoint()));
    List<? extends FileSystemMount> showing =
        mounts.stream()
            .filter(mount ->
                mount.device().equals(holding.get().device())
                    && FilePaths.isBelow(within, mount.root()))
            .toList();
    boolean isInLocal =
        isLocal
            || showing.stream()
                .anyMatch(mount -> mount.mountPoint().startsWith(podDirectory + LOCAL_VOLUMES));
    Optional<? extends FileSystemMount> volume =
        showing.stream()
            .filter(mount -> mount.mountPoint().startsWith(podDirectory + "/volumes/"))
            .findFirst();
    if (!isInLocal && volume.isPresent()) {
      // by the volume's own name, which says what kind of volume it is
      return new PodVolumeBind(name(volume.get(), within), false);
    }
    return showing.stream()
        .filter(mount -> !mount.mountPoint().startsWith(podDirectory + "/"))
        .findFirst()
        .map(mount -> new PodVolumeBind(name(mount, within), isInLocal))
        // of a file system that is mounted nowhere else: a local volume that is a disk
        .orElseGet(() -> new PodVolumeBind(isInLocal ? source : "/", false));
  }

  private static String name(FileSystemMount mount, String within) {
    return FilePaths.join(mount.mountPoint(), FilePaths.below(within, mount.root()));
  }
}
