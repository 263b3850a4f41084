// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.idrange.IdMap;
import java.util.Optional;

/**
 * A bind mount's source that eci-runtime opens, and mounts where only root can replace it
 * (docs/protocol.md).
 *
 * @param path without links
 * @param recursive whether the copy includes the mounts below
 * @param setUserId how set-user-ID bits are treated
 * @param readOnly whether the copy is mounted read-only
 * @param idMapping the ID mapping of the copy; empty if its files keep their owners on disk
 */
public record BindSource(
    String path,
    boolean recursive,
    SetUserId setUserId,
    boolean readOnly,
    Optional<IdMapping> idMapping) {
  /**
   * IDs on disk become those that they are inside the container.
   *
   * @param below whether the mounts below are ID-mapped as well
   */
  public record IdMapping(IdMap ids, boolean below) {}

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
