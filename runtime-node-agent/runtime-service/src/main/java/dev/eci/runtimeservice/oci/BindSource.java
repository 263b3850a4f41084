// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.idrange.IdMap;
import java.util.List;
import java.util.Optional;

/**
 * A bind mount's source that eci-runtime opens, and mounts where only root can replace it
 * (docs/protocol.md).
 *
 * @param path without links
 * @param recursive whether the copy includes the mounts below
 * @param setUserId how set-user-ID bits are treated
 * @param readOnly what of the copy is mounted read-only
 * @param idMapping the ID mapping of the copy; empty if its files keep their owners on disk
 * @param submounts the mounts below, if some of them cannot be ID-mapped; each is copied by itself
 * @param overlay the engine's overlay that the path is in, for build steps: its layers are
 *     ID-mapped
 */
public record BindSource(
    String path,
    boolean recursive,
    SetUserId setUserId,
    ReadOnly readOnly,
    Optional<IdMapping> idMapping,
    List<Submount> submounts,
    Optional<OverlaySource> overlay) {
  public BindSource {
    submounts = List.copyOf(submounts);
  }

  /** A source whose mounts below are copied with it. */
  BindSource(
      String path,
      boolean recursive,
      SetUserId setUserId,
      ReadOnly readOnly,
      Optional<IdMapping> idMapping) {
    this(path, recursive, setUserId, readOnly, idMapping, List.of(), Optional.empty());
  }

  /**
   * IDs on disk become those that they are inside the container.
   *
   * @param below whether the mounts below are ID-mapped as well
   */
  public record IdMapping(IdMap ids, boolean below) {}

  /**
   * A mount below a source.
   *
   * @param path of its mount point on the node
   * @param isIdMapped whether it is ID-mapped as the source is
   */
  public record Submount(String path, boolean isIdMapped) {}

  /**
   * A path in an overlay.
   *
   * @param below relative to the overlay's root, without links; empty for the root
   */
  public record OverlaySource(RootfsPlan.Overlay layers, String below) {}

  /** What of a copy is read-only, so that the container's root cannot remount it for writing. */
  public enum ReadOnly {
    NOTHING,
    SOURCE,
    /** With the mounts below. */
    ALL
  }

  /** How set-user-ID bits and file capabilities are treated. */
  public enum SetUserId {
    /** As the source is mounted. */
    AS_IT_IS(false, false),
    /** The source has to be on a mount where the node ignores them. */
    NOT_ON_NODE(true, false),
    /** The same, but the agent made that mount nosuid, so they count in the container. */
    IN_CONTAINER_ONLY(true, true);

    private final boolean isNosuid;
    private final boolean isSuid;

    SetUserId(boolean nosuid, boolean suid) {
      this.isNosuid = nosuid;
      this.isSuid = suid;
    }

    public boolean isNosuid() {
      return isNosuid;
    }

    public boolean isSuid() {
      return isSuid;
    }
  }
}
