// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.policy.hostpath.FilePaths;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.PathResolution;
import dev.eci.policy.hostpath.UserHomes;
import dev.eci.support.host.HostRoot;
import dev.eci.support.policy.AllowedPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * Whether a link on the way to user data is one that users can change, also in the path that is the
 * device of a volume: the engine follows it when a container starts.
 *
 * @param dataRoot without links
 */
record ChangeableLinks(HostRoot root, String dataRoot) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Whether the bind shows what a user may have chosen after the path was evaluated.
   *
   * @param written the source as the engine wrote it
   * @param real where that leads
   * @param shown the host path that the file there shows, if it is a volume
   */
  boolean reaches(String written, String real, String shown, MountTable mounts) {
    if (written.equals(shown) || FilePaths.isBelow(shown, dataRoot)) {
      return false;
    }
    String named = FilePaths.isBelow(real, dataRoot) ? deviceOfVolume(shown, mounts) : written;
    Optional<HostPath> path = HostPath.parse(shown);
    Optional<PathResolution> resolution =
        HostPath.parse(named).map(link -> AllowedPaths.resolve(root, List.of(link)).get(link));
    return path.isEmpty()
        || resolution.isEmpty()
        || !FilePaths.isBelow(shown, resolution.get().target().value())
        || !UserHomes.mayBeReached(path.get(), resolution.get());
  }

  /** The path that a user gave as the device of the volume that shows a path; empty if unknown. */
  private String deviceOfVolume(String shown, MountTable mounts) {
    String volumes = dataRoot + "/volumes/";
    Optional<MountInfo> holding = mounts.mountContaining(shown);
    if (holding.isEmpty()) {
      return "";
    }
    return mounts.aliasesOf(holding.get(), shown).stream()
        .map(alias -> alias.mount().mountPoint())
        .filter(point -> point.startsWith(volumes) && point.endsWith("/_data"))
        .map(point -> device(point.substring(0, point.length() - "_data".length())))
        .filter(device -> !device.isEmpty())
        .findFirst()
        .orElse("");
  }

  private String device(String volume) {
    try {
      return JSON.readTree(Files.readAllBytes(root.locate(volume + "opts.json")))
          .path("MountDevice")
          .asText("");
    } catch (IOException | IllegalArgumentException e) {
      return "";
    }
  }
}
