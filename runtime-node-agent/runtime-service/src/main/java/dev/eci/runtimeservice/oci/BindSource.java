package dev.eci.runtimeservice.oci;

import dev.eci.policy.idrange.IdRange;
import java.util.Optional;

/**
 * A bind's source that the launcher is to open and to mount where nobody can swap it
 * (docs/protocol.md).
 *
 * @param path without links
 * @param recursive whether what is mounted below comes along
 * @param setUserId what becomes of set-user-ID bits
 * @param readOnly whether nobody may write by this mount
 * @param shift whose its files are, if not whose they are on disk
 */
public record BindSource(
    String path, boolean recursive, SetUserId setUserId, boolean readOnly, Optional<Shift> shift) {
  /**
   * Ids 0 to 65535 on disk are the range's.
   *
   * @param below those of the mounts below as well
   */
  public record Shift(IdRange range, boolean below) {}

  /** What becomes of set-user-ID bits and file capabilities. */
  public enum SetUserId {
    /** As the source is mounted. */
    AS_IT_IS(false, false),
    /** It has to be where the node disregards them. */
    NOT_ON_NODE(true, false),
    /** The same; it is our doing, so they count in the container. */
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
